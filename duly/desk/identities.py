"""Who the people of a demonstration are said to be: names, numbers and places that belong to nobody.

Everything follows from a seed and the id in the book, so that every run tells of the same people. China sets no number
aside for examples, so the numbers are of ranges that nobody was given: mobiles begin with 154 and landlines with the
area code 026, which no operator serves, and numbers of identity with 99, the code of no place; their check digit is
right. Mail goes to example.com (RFC 2606). A name of common letters may be somebody's all the same; it is taken from
nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from hashlib import blake2b

from django.db.models import QuerySet

from duly.book.regions import provinces
from duly.core.secret import Secret
from duly.desk.vaulting import Loaded, Sent, load
from duly.rules.personal import HANDLE_KINDS, check_digit, field_of
from duly.store.keyring import Keyring
from duly.store.models import Address, Borrower, Party, User

NOTICE = (
    "演示用虚构人物：姓名、证件号码、电话和地址不属于任何人 Invented people: no name, number or address is anybody's"
)
MOBILE, AREA, PLACE = "154", "026", "99"
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史"
    "陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国文辉力波宁贵福生龙元全胜学祥才发成康星光天达安岩中茂进林有坚和彪博诚先敬震振壮会思群豪心邦承乐绍功松善厚庆民"
    "友裕河哲江浩亮政谦亨奇固之轮翰朗伯宏言若鸣朋斌梁栋维启克伦翔旭鹏泽晨辰士以建家致树炎德行时泰盛雄琛钧冠策腾楠榕风航弘"
)
STREETS = ("松风", "云栖", "听雨", "望潮", "拾光", "青禾", "月湾", "知春", "南屏", "北辰", "竹影", "荷塘")


def fill(
    keys: Keyring, *, seed: int, at: datetime, by: User | None = None, among: QuerySet[Borrower] | None = None
) -> Loaded:
    """Give everybody at the desk, or among some borrowers, and every address of theirs, an invented value.

    What the vault holds already is let stand. Raises VaultClosed.
    """
    people = Borrower.objects.all() if among is None else among
    sent = _sent(seed, at.date(), people)
    return load(keys, sent, source=f"identities {seed}", by=by, at=at, replacing=False)


def _sent(seed: int, day: date, among: QuerySet[Borrower]) -> Iterator[Sent]:
    for line, (subject, ref, field, value) in enumerate(_values(seed, day, among), 1):
        yield Sent(line, subject, ref, field, Secret(value))


def _values(seed: int, day: date, among: QuerySet[Borrower]) -> Iterator[tuple[str, str, str, str]]:
    """Subject, ref, field and value of everybody among these borrowers."""
    of = {"borrower__in": among}
    for ref, minor in among.order_by("ref").values_list("ref", "minor").iterator():
        drawn = Drawn(seed, ref)
        yield "borrower", ref, "name", drawn.name()
        yield "borrower", ref, "id_number", drawn.id_number(day, minor=bool(minor))
    for party in Party.objects.filter(**of).exclude(ref=None).order_by("ref").values_list("ref", flat=True).iterator():
        yield "party", str(party), "name", Drawn(seed, str(party)).name()
    addresses = (
        Address.objects.filter(**of).exclude(ref=None).order_by("ref").values_list("ref", "kind", "borrower__region")
    )
    for address, kind, region in addresses.iterator():
        yield "address", str(address), field_of(kind), Drawn(seed, str(address)).address(kind, region)


class Drawn:
    """What is drawn for one id: the same in every run, and for another id another."""

    def __init__(self, seed: int, ref: str) -> None:
        self._of, self._key = ref.encode(), f"duly identities {seed}".encode()

    def number(self, question: str, sides: int) -> int:
        """A number in [0, sides)."""
        digest = blake2b(self._of, key=self._key, person=question.encode(), digest_size=8).digest()
        return int.from_bytes(digest) % sides

    def name(self) -> str:
        letters = (self.number("given", len(GIVEN)), self.number("given 2", len(GIVEN)))
        given = "".join(GIVEN[letter] for letter in letters[: 1 + (self.number("letters", 4) > 0)])
        return f"{SURNAMES[self.number('surname', len(SURNAMES))]}{given}"

    def id_number(self, day: date, *, minor: bool) -> str:
        least, span = (10, 7) if minor else (22, 43)  # years of age
        born = day - timedelta(days=365 * least + self.number("born", 365 * span))
        first = f"{PLACE}{self.number('place', 10_000):04d}{born:%Y%m%d}{self.number('order', 1_000):03d}"
        return f"{first}{check_digit(first)}"

    def address(self, kind: str, region: str) -> str:
        """What an address of this kind says; a place lies in the province of the region, in a town that is none."""
        match field_of(kind):
            case "number" if kind == "mobile":
                return f"{MOBILE}{self.number('mobile', 10**8):08d}"
            case "number":
                return f"{AREA}{2 + self.number('first', 8)}{self.number('landline', 10**7):07d}"
            case "email":
                return f"demo-{self.number('mail', 16**8):08x}@example.com"
            case "account" if kind in HANDLE_KINDS:
                return f"demo_{self.number('account', 16**8):08x}"
        town = f"{provinces().get(region[:2], '')}示例市（虚构）"
        house = f"{STREETS[self.number('street', len(STREETS))]}路{1 + self.number('house', 300)}号"
        return f"{town}{house}{1 + self.number('floor', 30)}0{1 + self.number('door', 4)}室"
