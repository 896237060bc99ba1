"""The pack for mainland China."""
