"""Who is asking: the role and place that a credential stands for."""

from dataclasses import dataclass

from pos.refusals import Forbidden, Message, Unauthenticated

ROLES = ("cashier", "lead", "treasurer", "organiser", "viewer")
STALL_ROLES = ("cashier", "lead")


@dataclass(frozen=True, slots=True)
class Principal:
    """One credential's rights. `till` is the enrolled tablet's code, `staff` the person's sign-in name."""

    role: str | None = None
    stall: str | None = None
    till: str | None = None
    staff: str | None = None
    revoked: bool = False
    former: tuple[str, ...] = ()

    def require(self, *roles: str) -> None:
        """Let only these roles pass; a revoked till passes nowhere."""
        if self.role is None:
            raise Unauthenticated(
                "sign_in_required",
                Message("Masuk dulu, atau daftarkan tablet ini.", "Sign in first, or enrol this tablet."),
            )
        if self.revoked or self.role not in roles:
            raise Forbidden(
                "role_not_allowed",
                Message("Peran ini tidak boleh melakukannya.", "This role may not do that."),
                role=self.role,
                allowed=list(roles),
            )

    def require_stall(self, stall: str) -> None:
        """Stall staff stay at their own stall; everybody else may look everywhere."""
        if self.role in STALL_ROLES and self.stall != stall:
            raise Forbidden(
                "wrong_stall",
                Message(f"Ini milik stan {stall}.", f"This belongs to stall {stall}."),
                stall=stall,
            )

    @property
    def may_approve(self) -> bool:
        """Leads, treasurers and organisers approve corrections by their own credential."""
        return self.role in ("lead", "treasurer", "organiser") and not self.revoked


NOBODY = Principal()
