"""What each role may do. The permission matrix: nothing else decides it."""

from enum import StrEnum


class Role(StrEnum):
    """From the kiosk's guard to the operator of the installation."""

    GUARD = "guard"
    STAFF = "staff"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    ADMIN = "admin"


class May(StrEnum):
    """What somebody of the utility can do here."""

    HELP_AT_KIOSK = "help_at_kiosk"
    SEE_QUEUE = "see_queue"
    TAKE_CHATS = "take_chats"
    SEE_ALL_DIVISIONS = "see_all_divisions"
    TAKE_OVER_FROM_COLLEAGUES = "take_over_from_colleagues"
    # To state, instead of a code, that somebody at the desk showed an identity document.
    ATTEST_IDENTITY = "attest_identity"
    SEE_REPORTS = "see_reports"
    PROPOSE_LINES = "propose_lines"
    SEE_AUDIT = "see_audit"
    SWITCH_STORM = "switch_storm"
    ERASE_PEOPLE = "erase_people"
    MANAGE_STAFF = "manage_staff"


_DESK = frozenset({May.HELP_AT_KIOSK, May.SEE_QUEUE, May.TAKE_CHATS})
_LEADING = _DESK | {
    May.TAKE_OVER_FROM_COLLEAGUES,
    May.ATTEST_IDENTITY,
    May.SEE_REPORTS,
    May.PROPOSE_LINES,
    May.SWITCH_STORM,
}

PERMISSIONS: dict[Role, frozenset[May]] = {
    Role.GUARD: frozenset({May.HELP_AT_KIOSK}),
    Role.STAFF: _DESK,
    Role.SUPERVISOR: _LEADING,
    # Reads figures and may look into any division, but does not talk to consumers.
    Role.MANAGER: frozenset(
        {May.SEE_QUEUE, May.SEE_ALL_DIVISIONS, May.SEE_REPORTS, May.PROPOSE_LINES, May.SEE_AUDIT}
    ),
    Role.ADMIN: _LEADING
    | {May.SEE_ALL_DIVISIONS, May.SEE_AUDIT, May.ERASE_PEOPLE, May.MANAGE_STAFF},
}
