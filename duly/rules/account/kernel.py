"""What days and events do to one account: written once, in whole numbers, for one account and for ten million.

Everything is an index into a few sequences of integers: lists for one account, `int64` columns for many, over which
the same functions are compiled (`duly.book.accounts`). So nothing here is an object with behaviour, nothing raises and
no product leaves 63 bits: what goes in has been checked before (`asked.AMOUNT_MOST`, `Terms.whole`).

An account is its instalments `first:last`, in the order of their due day, and its events `opened:closed`, in the order
in which they happened; days are ordinals. An instalment is a row of the book, an event a row of the events, and every
movement writes a row of the log.
"""

from __future__ import annotations

from typing import NamedTuple

Ints = list[int]  # or an int64 column

# A row of the book: what is owed of each part, the due day, the penalty below one unit, the day it was cleared (0: it
# was not; below 0: a new spread on that day agrees it), and the penalty of days of grace, charged once these are over
PENALTY, FEE, INTEREST, PRINCIPAL, DUE_DAY, REST, CLEARED, GRACE = range(8)
ROW = 8  # cells of a row: one line of a processor's cache
PARTS = 4

# A row of the events: the day, the kind, the amount (of a new spread what it does, by bits), what it aims at (NOWHERE,
# a cell of the book, an event), and the instalment on which it is owed again (NOWHERE, its first cell)
DAY, KIND, AMOUNT, AIM, AGAIN, EVENT_ROW = range(6)
PAYMENT, CHARGE, WAIVER, CHARGEBACK, REFUND, STOP, RESUME, RATE, RE_AGE, RE_AMORTISE = range(10)
NOWHERE = -1

# A row of the log: the event or one of two others, the cell moved, how much, and of a penalty its base and days; of
# money that had waited the base is what is owed again, as the payment it came from was charged back
EVENT, CELL, MOVED, BASE, SINCE, UNTIL, LOG_ROW = range(7)
ACCRUAL, WAITED = -1, -2  # no event: the penalty of some days, and money that had waited for its day

# Where an account stands
REACHED, CREDIT, ACCRUING, RATE_NOW, LINES, STATE_ROW = range(6)

# Bits of a new spread: interest not yet due is dropped, what is due on its day moves too, and the parts that move
DROPS, MOVES_TODAY, MOVES = 1, 2, 4

PAST_DUE, DUE, IN_ADVANCE = range(3)
ODD_FIRST, ODD_LAST, REST_LAST, ROUNDED = range(4)
NEXT, LAST, REAMORTISE = range(3)

FITS, SMALL = (1 << 63) - 1, 1 << 31
WHOLE_MOST = 1 << 47
STEP_BITS, PLACES = 15, 4  # a rest below WHOLE_MOST times a step fits, and a factor below it is so many steps
STEP = 1 << STEP_BITS
LONGEST_DAYS = 7300  # days accrued at once, so that rate times days fits


class Terms(NamedTuple):
    """What was agreed about arrears and the order of payment."""

    whole: int  # what a rate is a part of: a unit owed for a day costs rate / whole
    on_principal: int  # 1: the penalty runs on overdue principal
    on_interest: int  # 1: the penalty runs on overdue interest
    grace_days: int
    grace_forgives: int  # 1: days of grace are never charged; 0: once it is over they are
    vertical: int  # 1: a part at a time over all instalments; 0: an instalment at a time
    future: int  # which instalment money in advance goes to
    applies_credit: int  # 1: what was paid too much pays the next instalment on its day
    turns: int  # length of the first order; a second may follow it
    switch_days: int  # more days past due than these take the second order
    odd: int  # of an amount shared alike: who bears the odd units
    back_as_principal: int  # 1: what is charged back is owed as principal, whatever it had paid


class Ageing(NamedTuple):
    """What makes an account late: parts by a bit each, and how little is too little."""

    parts: int
    each_most: int  # an instalment that owes no more is not late
    all_most: int  # an account whose late instalments owe no more is not late


def share(amount: int, factor: int, whole: int) -> tuple[int, int]:
    """An amount times factor / whole, the factor above 0: the whole units, and the rest in parts of `whole`."""
    if (amount < SMALL and factor < SMALL) or amount <= FITS // factor:
        units = amount * factor // whole
        return units, amount * factor - units * whole
    units, left = amount // whole * factor + amount % whole * (factor // whole), amount % whole
    factor %= whole
    quotient = rest = 0
    place = PLACES
    while place > 0:
        place -= 1
        carried = rest * STEP + left * ((factor >> (STEP_BITS * place)) & (STEP - 1))
        quotient = quotient * STEP + carried // whole
        rest = carried % whole
    return units + quotient, rest


def write(log: Ints, state: Ints, event: int, cell: int, moved: int, base: int, since: int, until: int) -> None:
    """Write a line; one beyond the room of the log is counted and not kept."""
    at = state[LINES] * LOG_ROW
    state[LINES] += 1
    if at < len(log):
        log[at + EVENT] = event
        log[at + CELL] = cell
        log[at + MOVED] = moved
        log[at + BASE] = base
        log[at + SINCE] = since
        log[at + UNTIL] = until


def accrue(book: Ints, first: int, last: int, until: int, terms: Terms, state: Ints, log: Ints) -> None:
    """Charge the penalty of the days from the one reached on and before `until` on what is overdue.

    What is below a whole unit is carried on, so the charge does not depend on how often anybody looks. The penalty of
    days of grace waits until the grace is over, and is forgotten if nothing it runs on is owed by then.
    """
    since, rate = state[REACHED], state[RATE_NOW] * state[ACCRUING]
    if rate == 0 and terms.grace_days == 0:
        return
    for row in range(ROW * first, ROW * last, ROW):
        due = book[row + DUE_DAY]
        if until <= due:
            return
        ended = due + terms.grace_days
        base = terms.on_principal * book[row + PRINCIPAL] + terms.on_interest * book[row + INTEREST]
        if base == 0:
            if since <= ended:
                book[row + GRACE] = book[row + REST] = 0
            continue
        begun = ended if terms.grace_forgives == 1 else due
        if rate > 0:
            book[row + GRACE] += cost(book, row, base, max(since, begun), until, rate, terms.whole)
        if until > ended and (rate > 0 or book[row + GRACE] > 0):
            book[row + PENALTY] += book[row + GRACE]
            write(
                log, state, ACCRUAL, row + PENALTY, book[row + GRACE], base, begun if since <= ended else since, until
            )
            book[row + GRACE] = 0


def cost(book: Ints, row: int, base: int, start: int, until: int, rate: int, whole: int) -> int:
    """The whole units that the days from `start` on and before `until` cost; the rest is carried in the row."""
    total = 0
    while start < until:
        end = min(until, start + LONGEST_DAYS)
        units, rest = share(base, rate * (end - start), whole)
        rest += book[row + REST]
        if rest >= whole:
            units, rest = units + 1, rest - whole
        book[row + REST] = rest
        total += units
        start = end
    return total


def take(book: Ints, row: int, part: int, most: int, on: int, event: int, state: Ints, log: Ints) -> int:
    """Pay up to `most` of one part of one instalment; what was taken."""
    taken = min(book[row + part], most)
    if taken > 0:
        book[row + part] -= taken
        write(log, state, event, row + part, taken, 0, on, on)
        if owes(book, row) == 0:
            book[row + CLEARED] = on
    return taken


def owe(book: Ints, cell: int, amount: int, on: int, event: int, state: Ints, log: Ints) -> None:
    """Owe more of one part of one instalment."""
    book[cell] += amount
    book[cell - cell % ROW + CLEARED] = 0
    write(log, state, event, cell, amount, 0, on, on)


def share_of(amount: int, count: int, at: int, odd: int) -> int:
    """One of so many equal shares of an amount; together they are the amount.

    The odd units go to the first or to the last, one each; or the last takes the rest of shares cut off or rounded.
    """
    each, left = amount // count, amount % count
    if odd == ODD_FIRST:
        return each + (at < left)
    if odd == ODD_LAST:
        return each + (at >= count - left)
    each += odd == ROUNDED and 2 * left >= count
    before = min(amount, each * at)
    return amount - before if at == count - 1 else min(each, amount - before)


def spread(
    book: Ints,
    lo: int,
    hi: int,
    part: int,
    amount: int,
    on: int,
    event: int,
    terms: Terms,
    state: Ints,
    log: Ints,
) -> int:
    """Lower one part of the instalments `lo:hi` alike; what was taken."""
    left = amount
    while left > 0:
        sharing = 0
        for row in range(ROW * lo, ROW * hi, ROW):
            sharing += book[row + part] > 0
        if sharing == 0:
            break
        whole, at = left, 0
        for row in range(ROW * lo, ROW * hi, ROW):
            if book[row + part] > 0:
                left -= take(book, row, part, share_of(whole, sharing, at, terms.odd), on, event, state, log)
                at += 1
    return amount - left


def owes(book: Ints, row: int) -> int:
    """All that is owed of one instalment."""
    return book[row + PENALTY] + book[row + FEE] + book[row + INTEREST] + book[row + PRINCIPAL]


def bears(book: Ints, row: int, on: int, until: int, anew: int) -> int:
    """Whether an instalment bears a share of a new spread: it is agreed by it; or it is due later, and not repaid."""
    if anew == 1:
        return int(book[row + CLEARED] == -on)
    return int(book[row + DUE_DAY] >= until and book[row + INTEREST] + book[row + PRINCIPAL] > 0)


def respread(
    book: Ints, first: int, last: int, anew: int, how: int, event: int, terms: Terms, state: Ints, log: Ints
) -> None:
    """Spread what is owed alike: all of it over the instalments this day agrees, or what is past due over the rest.

    Where no instalment can bear it nothing moves. A line of what was taken is above 0, of what is owed instead below.
    """
    on, bearing = state[REACHED], 0
    until = on + (how // MOVES_TODAY & 1)
    for row in range(ROW * first, ROW * last, ROW):
        bearing += bears(book, row, on, until, anew)
    if bearing == 0:
        return
    for part in range(PARTS):
        moved = at = 0
        for row in range(ROW * first, ROW * last, ROW):
            goes = book[row + CLEARED] >= 0 and (anew == 1 or book[row + DUE_DAY] < until)
            if goes and (how // MOVES >> part & 1) == 1:
                taken = take(book, row, part, book[row + part], on, event, state, log)
                moved += taken * ((how & DROPS) == 0 or part != INTEREST or book[row + DUE_DAY] <= on)
        for row in range(ROW * first, ROW * last, ROW):
            if bears(book, row, on, until, anew) == 1:
                portion = share_of(moved, bearing, at, terms.odd)
                book[row + part] += portion
                at += 1
                if portion > 0:
                    write(log, state, event, row + part, -portion, 0, on, on)
    for row in range(ROW * first, ROW * last, ROW):
        if book[row + CLEARED] == -on:
            book[row + CLEARED] = 0


def turns_of(book: Ints, first: int, last: int, order: Ints, terms: Terms, state: Ints) -> tuple[int, int]:
    """Which of the two orders holds: the second, if there is one and the account is more days past due than agreed."""
    if terms.turns < len(order):
        for row in range(ROW * first, ROW * last, ROW):
            if book[row + INTEREST] + book[row + PRINCIPAL] > 0:
                if state[REACHED] - book[row + DUE_DAY] > terms.switch_days:
                    return terms.turns, len(order)
                break
    return 0, terms.turns


def allocate(
    book: Ints,
    first: int,
    last: int,
    amount: int,
    event: int,
    order: Ints,
    terms: Terms,
    state: Ints,
    log: Ints,
) -> int:
    """Divide money over what is owed, on the day reached and in the order agreed; what is left over.

    `order` lists `4 * when + part`. Entries of the same `when` that stand together are one turn: an instalment at a
    time, and its parts in their order; or, vertically, a part at a time over all instalments.
    """
    on = state[REACHED]
    turn, ended = turns_of(book, first, last, order, terms, state)
    past = first
    while past < last and book[ROW * past + DUE_DAY] < on:
        past += 1
    today = past
    while today < last and book[ROW * today + DUE_DAY] == on:
        today += 1
    left = amount
    while turn < ended and left > 0:
        when, following = order[turn] // PARTS, turn + 1
        while terms.vertical == 0 and following < ended and order[following] // PARTS == when:
            following += 1
        lo = first if when == PAST_DUE else past if when == DUE else today
        hi = past if when == PAST_DUE else today if when == DUE else last
        for k in range(hi - lo):
            if left == 0:
                break
            i = hi - 1 - k if when == IN_ADVANCE and terms.future == LAST else lo + k
            for entry in range(turn, following):
                part = order[entry] % PARTS
                if when == IN_ADVANCE and terms.future == REAMORTISE:
                    left -= spread(book, lo, hi, part, left, on, event, terms, state, log)
                else:
                    left -= take(book, ROW * i, part, left, on, event, state, log)
        turn = following
    return left


def pay(
    book: Ints,
    first: int,
    last: int,
    amount: int,
    aim: int,
    event: int,
    order: Ints,
    terms: Terms,
    state: Ints,
    log: Ints,
) -> None:
    """Money for the account: first the instalment the borrower named, if any; what is left over waits."""
    left = amount
    if aim != NOWHERE:
        turn, ended = turns_of(book, first, last, order, terms, state)
        for entry in range(turn, ended):
            left -= take(book, aim - aim % ROW, order[entry] % PARTS, left, state[REACHED], event, state, log)
    state[CREDIT] += allocate(book, first, last, left, event, order, terms, state, log)


def use(book: Ints, first: int, last: int, order: Ints, terms: Terms, state: Ints, log: Ints) -> None:
    """Pay with the money that waits, if that was agreed."""
    if state[CREDIT] > 0 and terms.applies_credit == 1:
        state[CREDIT] = allocate(book, first, last, state[CREDIT], WAITED, order, terms, state, log)


def advance(book: Ints, first: int, last: int, day: int, order: Ints, terms: Terms, state: Ints, log: Ints) -> None:
    """Let the days pass until `day`; money that waits pays each instalment that falls due on the way."""
    if state[CREDIT] > 0 and terms.applies_credit == 1:
        for i in range(first, last):
            due = book[ROW * i + DUE_DAY]
            if state[REACHED] < due <= day and state[CREDIT] > 0:
                accrue(book, first, last, due, terms, state, log)
                state[REACHED] = due
                use(book, first, last, order, terms, state, log)
    if day > state[REACHED]:
        accrue(book, first, last, day, terms, state, log)
        state[REACHED] = day


def restore(book: Ints, events: Ints, e: int, terms: Terms, state: Ints, log: Ints) -> None:
    """Take back so much of a payment: first what had waited, then what was paid, and of each the latest first.

    Of what had waited, what still does, then what was used. What is in neither place was given back before: the credit
    falls below zero. It is owed again where it had been paid, or on the instalment that the event names.
    """
    again_at = events[EVENT_ROW * e + AGAIN]
    amount, paid = events[EVENT_ROW * e + AMOUNT], events[EVENT_ROW * e + AIM]
    last = min(state[LINES], len(log) // LOG_ROW) - 1
    waited = events[EVENT_ROW * paid + AMOUNT]
    for line in range(0, LOG_ROW * (last + 1), LOG_ROW):
        waited -= log[line + MOVED] * (log[line + EVENT] == paid)
    waited = min(waited, amount)
    again = amount - waited
    waiting = min(max(state[CREDIT], 0), waited)
    state[CREDIT] -= waiting
    waited -= waiting
    line = LOG_ROW * last
    while line >= 0 and again + waited > 0:
        back = 0
        if log[line + EVENT] == paid:
            back = min(again, log[line + MOVED])
            again -= back
        elif log[line + EVENT] == WAITED:
            back = min(waited, log[line + MOVED] - log[line + BASE])
            waited -= back
            log[line + BASE] += back
        if back > 0:
            part = PRINCIPAL if terms.back_as_principal == 1 else log[line + CELL] % ROW
            row = again_at if again_at != NOWHERE else log[line + CELL] - log[line + CELL] % ROW
            owe(book, row + part, back, state[REACHED], e, state, log)
        line -= LOG_ROW
    state[CREDIT] -= waited


def happen(
    book: Ints, first: int, last: int, events: Ints, e: int, order: Ints, terms: Terms, state: Ints, log: Ints
) -> None:
    """One event, on the day the account has reached."""
    at = EVENT_ROW * e
    kind, amount, aim = events[at + KIND], events[at + AMOUNT], events[at + AIM]
    if kind == PAYMENT:
        pay(book, first, last, amount, aim, e, order, terms, state, log)
    elif kind == CHARGE:
        owe(book, aim, amount, state[REACHED], e, state, log)
        use(book, first, last, order, terms, state, log)
    elif kind == WAIVER:
        take(book, aim - aim % ROW, aim % ROW, amount, state[REACHED], e, state, log)
    elif kind == CHARGEBACK:
        restore(book, events, e, terms, state, log)
        use(book, first, last, order, terms, state, log)  # other money that waits pays what is owed again
    elif kind == REFUND:
        again_at = events[at + AGAIN]
        beyond = 0 if again_at == NOWHERE else amount - min(amount, max(state[CREDIT], 0))
        state[CREDIT] -= amount - beyond  # below zero: more was given back than waited
        if beyond > 0:
            owe(book, again_at + PRINCIPAL, beyond, state[REACHED], e, state, log)
    elif kind in (STOP, RESUME):
        state[ACCRUING] = kind - STOP
    elif kind == RATE:
        state[RATE_NOW] = amount
    elif kind in (RE_AGE, RE_AMORTISE):
        respread(book, first, last, int(kind == RE_AGE), amount, e, terms, state, log)


def replay(
    book: Ints,
    first: int,
    last: int,
    events: Ints,
    opened: int,
    closed: int,
    until: int,
    order: Ints,
    terms: Terms,
    state: Ints,
    log: Ints,
) -> None:
    """Let the events `opened:closed` happen, each on its day, and then the days until `until` pass."""
    for e in range(opened, closed):
        on = events[EVENT_ROW * e + DAY]
        if on > until:
            break
        advance(book, first, last, on, order, terms, state, log)
        happen(book, first, last, events, e, order, terms, state, log)
    advance(book, first, last, until, order, terms, state, log)


def oldest(book: Ints, first: int, last: int, on: int, ageing: Ageing) -> int:
    """The first instalment, due before `on`, that makes the account late; else NOWHERE."""
    found, total = NOWHERE, 0
    for i in range(first, last):
        if book[ROW * i + DUE_DAY] >= on:
            break
        counted = 0
        for part in range(PARTS):
            counted += (ageing.parts >> part & 1) * book[ROW * i + part]
        if counted > ageing.each_most:
            total += counted
            if found == NOWHERE:
                found = i
    return found if total > ageing.all_most else NOWHERE


def overdue(book: Ints, first: int, last: int, on: int, part: int) -> int:
    """What is owed of one part on instalments due before a day."""
    total = 0
    for i in range(first, last):
        if book[ROW * i + DUE_DAY] < on:
            total += book[ROW * i + part]
    return total
