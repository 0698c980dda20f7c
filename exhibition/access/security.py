"""The gate in front of every request: who is asking, what is public, what a browser may do."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from flask import Flask, Response, g, request

from exhibition.access.cookies import STAFF, TABLET, CookieJar, StaffCookie, TabletCookie
from exhibition.access.directory import Directory, Person
from pos.principal import NOBODY, STALL_ROLES, Principal
from pos.refusals import Forbidden, Message, Unauthenticated

PUBLIC_PAGES = frozenset(
    {
        "/",
        "/till",  # a shell without data: shows the enrolment and what the tablet still has to hand in
        "/board",  # these two answer 401 with the sign-in form
        "/office",
        "/install",
        "/install/ca.crt",
        "/catalog",
        "/p",
        "/P",
        "/health",
        "/sign-in",
        "/sw.js",
        "/favicon.ico",
        "/manifest.webmanifest",
        "/api/v1/openapi.json",
        "/api/v1/feedback",
        "/api/v1/sign-in",
        "/api/v1/sign-out",
        "/api/v1/enrol",
    }
)
PUBLIC_FOLDERS = ("/static/", "/p/", "/P/", "/r/", "/R/", "/enrol/", "/setup/", "/internal/")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
PARTS_OF_A_PAGE = frozenset({"text/javascript", "text/css", "font/woff2"})
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
    "img-src 'self' data: blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=(), payment=()",
}
# What only a document or a worker heeds: left off the till's seventy modules, where it would weigh 30 kB.
FOR_DOCUMENTS = frozenset({"Content-Security-Policy", "Cross-Origin-Opener-Policy", "Permissions-Policy"})
HEADERS_OF_PARTS = {name: value for name, value in HEADERS.items() if name not in FOR_DOCUMENTS}


class Gate:
    """Turns credentials into a principal."""

    def __init__(self, directory: Directory, jar: CookieJar) -> None:
        self.directory = directory
        self.jar = jar

    def identify(self, headers: Mapping[str, str], cookies: Mapping[str, str]) -> Principal:
        """Who is asking: a bearer token before cookies, a person's sign-in on top of a tablet's enrolment."""
        authorization = headers.get("Authorization")
        if authorization is not None:
            scheme, _, token = authorization.partition(" ")
            return self.by_token(token.strip()) if scheme.lower() == "bearer" else NOBODY
        tablet = self._tablet(self.jar.open_tablet(cookies.get(TABLET)))
        person = self._person(self.jar.open_staff(cookies.get(STAFF)))
        return _together(tablet, person)

    def by_token(self, token: str) -> Principal:
        """Who holds this token; nobody if it is unknown."""
        found = self.directory.credential(token)
        if found is None or (found.revoked and found.till is None):
            return NOBODY
        return Principal(role=found.role, stall=found.stall, till=found.till, revoked=found.revoked)

    def _tablet(self, cookie: TabletCookie | None) -> Principal:
        if cookie is None:
            return NOBODY
        found = self.directory.credential(cookie.token)
        if found is None:
            # Enrolled by us, but the database is an older copy: what the tablet sold is taken in and held.
            return Principal(role="cashier", stall=cookie.stall, till=cookie.till, revoked=True)
        if found.revoked and found.till is None:
            return NOBODY
        return Principal(
            role=found.role, stall=found.stall, till=found.till, revoked=found.revoked, former=cookie.former
        )

    def _person(self, cookie: StaffCookie | None) -> Person | None:
        person = self.directory.people.get(cookie.name) if cookie else None
        return person if person and cookie and person.version == cookie.version else None


def _together(tablet: Principal, person: Person | None) -> Principal:
    if person is None or tablet.revoked:
        return tablet
    if tablet.till is None:
        return Principal(role=person.role, stall=person.stall, staff=person.name)
    if person.role in STALL_ROLES and person.stall != tablet.stall:
        return tablet
    return Principal(
        role=person.role, stall=tablet.stall, till=tablet.till, staff=person.name, former=tablet.former
    )


def install_security(app: Flask, gate: Gate) -> None:
    """Ask at every request, and dress every answer."""

    @app.before_request
    def ask() -> None:
        g.principal = gate.identify(request.headers, request.cookies)  # type: ignore[arg-type]
        public = is_public(request.path)
        if not public:
            _admit(g.principal)
        if request.method not in SAFE_METHODS and "Authorization" not in request.headers:
            check_origin(by_script=not public)

    @app.after_request
    def dress(response: Response) -> Response:
        static = request.path.startswith("/static/")
        part = static and response.mimetype in PARTS_OF_A_PAGE
        for name, value in (HEADERS_OF_PARTS if part else HEADERS).items():
            response.headers.setdefault(name, value)
        if not static:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def principal() -> Principal:
    """Who sent the current request."""
    found: Principal = g.get("principal", NOBODY)
    return found


def is_public(path: str) -> bool:
    """Whether this address answers without a credential."""
    return path in PUBLIC_PAGES or path.removesuffix("/") in PUBLIC_PAGES or path.startswith(PUBLIC_FOLDERS)


def _admit(who: Principal) -> None:
    if who.role is None:
        raise Unauthenticated(
            "sign_in_required",
            Message("Masuk dulu, atau daftarkan tablet ini.", "Sign in first, or enrol this tablet."),
            sign_in="/sign-in",
        )
    if who.revoked and not (request.method == "PUT" and request.path.startswith("/api/v1/sales/")):
        raise Unauthenticated(
            "till_revoked",
            Message(
                "Tablet ini sudah dicabut. Penjualannya tetap bisa dikirim. Daftarkan ulang di kantor.",
                "This tablet was revoked. Its saved sales can still be sent. Enrol it again at the office.",
            ),
            till=who.till,
        )


def check_origin(*, by_script: bool) -> None:
    """A cookie counts only for our own pages: our own Origin, and a header no form can send."""
    if not same_origin() or (by_script and request.headers.get("X-Lapak") != "1"):
        raise Forbidden(
            "csrf",
            Message("Permintaan ini bukan dari Lapak.", "This request is not from Lapak."),
            header="X-Lapak: 1",
        )


def same_origin() -> bool:
    """Whether the Origin, where a browser sent one, is this host."""
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host
