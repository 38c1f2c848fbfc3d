"""Which property of a feature is its code, its name or its parent, as offices really call them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from server.geography.boundary import RefusalError
from server.geography.levels import clean_code

_NAME_LIMIT = 60
_OFFICIAL_DIGITS = 6
_INVISIBLE = str.maketrans("", "", "\u200b\u2060\ufeff")
_GARBLED = "\ufffd"
_KEYS_TOLD, _LETTERS_TOLD = 8, 20

# What is most general first, then what is smallest: a file of communities names their street too.
_CODE_KEYS = (
    *("code", "adcode", "代码", "编码", "xzqdm", "zldwdm", "pac"),
    *("网格代码", "网格编码", "社区代码", "社区编码", "村代码"),
    *("行政区划代码", "行政区代码", "区划代码", "区划编码"),
    *("街道代码", "街道编码", "乡镇代码", "区县代码"),
)
_NAME_KEYS = (
    *("name", "fullname", "名称", "全称", "xzqmc", "zldwmc"),
    *("网格名称", "网格", "社区名称", "社区", "村名", "村名称"),
    *("街道名称", "街道", "街道乡镇", "乡镇街道", "乡镇名称", "乡镇", "区县名称", "区县"),
)
_KIND_KEYS = ("kind", "grid_kind")
_PARENT_KEYS = ("parentcode", "parent_code", "parent", "上级代码", "上级编码", "上级区划代码")


class Properties:
    """The properties of a feature, found whatever the case of their names."""

    def __init__(self, feature: Mapping[str, object]) -> None:
        properties = feature.get("properties")
        self._own = properties if isinstance(properties, Mapping) else {}
        self._values = {str(key).strip().lower(): value for key, value in self._own.items()}
        self._id = feature.get("id")

    def code(self) -> str:
        """The code, or the ``id`` of the feature where it is official and no running number.

        Empty when there is none.
        """
        found = _first(clean_code(value) for value in self._given(_CODE_KEYS))
        return found or self._official_id()

    def name(self) -> str:
        """The name; empty when there is none."""
        return _first(_clean_name(value) for value in self._given(_NAME_KEYS))

    def parent(self) -> str | None:
        """The code of the area above, if it is named."""
        return _first(_parent_code(value) for value in self._given(_PARENT_KEYS)) or None

    def kind(self) -> str | None:
        """What a grid is, if it is said."""
        return _first(clean_code(value) for value in self._given(_KIND_KEYS)) or None

    def check(self) -> None:
        """Raises ``RefusalError`` that says what is missing or wrong with code or name."""
        if not self.code():
            raise self._refusal("code", _CODE_KEYS)
        if not self.name():
            raise self._refusal("name", _NAME_KEYS)

    def _given(self, keys: Iterable[str]) -> Iterator[object]:
        values = (self._values.get(key) for key in keys)
        return (value for value in values if value is not None and str(value).strip())

    def _official_id(self) -> str:
        code = clean_code(self._id) or ""
        return code if code.isdecimal() and len(code) >= _OFFICIAL_DIGITS else ""

    def _refusal(self, what: str, keys: Iterable[str]) -> RefusalError:
        value = next(self._given(keys), None)
        if value is not None:
            if _GARBLED in str(value):
                return RefusalError("garbled")
            return RefusalError(f"{what}_invalid", value=_told(value))
        return RefusalError(
            f"{what}_missing",
            keys="、".join(_told(key) for key in list(self._own)[:_KEYS_TOLD]) or "–",
        )


def _first(found: Iterable[str | None]) -> str:
    return next(filter(None, found), "")


def _parent_code(value: object) -> str | None:
    """A code, or the code in an object as the files of DataV have it: ``{"adcode": 220400}``."""
    return clean_code(value.get("adcode") if isinstance(value, Mapping) else value)


def _clean_name(value: object) -> str:
    name = " ".join(value.translate(_INVISIBLE).split()) if isinstance(value, str) else ""
    is_name = name.isprintable() and len(name) <= _NAME_LIMIT and _GARBLED not in name
    return name if is_name else ""


def _told(value: object) -> str:
    """The beginning of a stranger's text, for a sentence."""
    text = "".join(letter for letter in str(value) if letter.isprintable())
    return text if len(text) <= _LETTERS_TOLD else text[:_LETTERS_TOLD] + "…"
