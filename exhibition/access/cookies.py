"""The two signed cookies: what this tablet is, and who is working on it."""

from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer

TABLET = "lapak_till"
STAFF = "lapak_staff"
TABLET_SECONDS = 400 * 86400  # browsers keep no cookie longer
MOST_OPENED = 1000
MOST_FORMER = 8  # till codes a tablet remembers: a cookie has 4 KB
STAFF_SECONDS = 16 * 3600  # one working day


@dataclass(frozen=True)
class TabletCookie:
    """An enrolment: its token, and the till codes this tablet sold under before."""

    token: str
    stall: str | None
    till: str | None
    former: tuple[str, ...] = ()


@dataclass(frozen=True)
class StaffCookie:
    """A sign-in, good as long as the PIN stays the same."""

    name: str
    version: str


class CookieJar:
    """Seals and opens cookies with the data folder's key."""

    def __init__(self, key: bytes) -> None:
        self._tablet = URLSafeSerializer(key, salt="tablet")
        self._opened: dict[str, TabletCookie] = {}
        self._staff = URLSafeTimedSerializer(key, salt="staff")

    def seal_tablet(self, cookie: TabletCookie) -> str:
        """The text of an enrolment."""
        sealed = self._tablet.dumps([cookie.token, cookie.stall, cookie.till, list(cookie.former)])
        return sealed if isinstance(sealed, str) else sealed.decode()

    def open_tablet(self, text: str | None) -> TabletCookie | None:
        """The enrolment in a cookie; None if it is not ours. Every sale asks, so seals are checked once."""
        if text is None:
            return None
        opened = self._opened.get(text)
        if opened is None:
            try:
                token, stall, till, former = self._tablet.loads(text)
            except (BadSignature, ValueError):
                return None
            if len(self._opened) > MOST_OPENED:
                self._opened.clear()
            opened = self._opened[text] = TabletCookie(token, stall, till, tuple(former))
        return opened

    def seal_staff(self, cookie: StaffCookie) -> str:
        """The text of a sign-in."""
        sealed = self._staff.dumps([cookie.name, cookie.version])
        return sealed if isinstance(sealed, str) else sealed.decode()

    def open_staff(self, text: str | None) -> StaffCookie | None:
        """The sign-in in a cookie; None if it is not ours or too old."""
        if text is None:
            return None
        try:
            name, version = self._staff.loads(text, max_age=STAFF_SECONDS)
        except (BadSignature, ValueError):
            return None
        return StaffCookie(name, version)
