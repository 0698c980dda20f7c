"""What is put right by a record of its own: refunds, payment methods, late confirmations."""

from flask import Blueprint, Response

from pos import corrections, forms, refunds
from pos.api.reading import content_of, read_form, read_uuid
from pos.api.selling import STALL_AND_WATCHERS, WATCHERS, Selling, answer, approval, by_status, require_till
from pos.repeats import find_repeated


def add_routes(api: Blueprint, selling: Selling) -> None:
    """Refunds, payment corrections and late confirmations."""
    _refunds(api, selling)
    _payments(api, selling)


def _refunds(api: Blueprint, selling: Selling) -> None:
    @api.put("/refunds/<refund_id>")
    def put_refund(refund_id: str) -> Response:
        """Give money back for pieces of a sale; the server computes the amount."""
        principal = selling.principal()
        principal.require(*STALL_AND_WATCHERS)
        refund_id = read_uuid(refund_id)
        form = read_form(forms.RefundForm, "invalid_refund")
        if form.till is not None:
            require_till(selling, principal, form.till)
        content = content_of(form, *refunds.NO_CONTENT)
        with selling.database.reading() as connection:
            earlier = refunds.find_refund(connection, refund_id, content)
            stall = None if earlier else refunds.get_sale_row(connection, form.sale).stall
            asked_for = form.unsent or refunds.was_asked_for(connection, form)
        if earlier or stall is None:
            return answer(earlier)
        approved_by = approval(selling, principal, form.approval, refund_id, stall, till=form.till)
        if approved_by is None and not asked_for:
            raise refunds.approval_required(refund_id)
        return by_status(
            selling.submit(
                refunds.RefundSale(refund_id, form, content, principal.till, principal.staff, approved_by)
            )
        )

    @api.get("/refunds")
    def get_unapproved() -> Response:
        """Voids booked without a second person, that wait for a lead's word."""
        principal = selling.principal()
        principal.require(*WATCHERS)
        with selling.database.reading() as connection:
            stall = principal.stall if principal.role == "lead" else None
            return answer(corrections.unapproved_refunds(connection, stall))

    @api.put("/refunds/<refund_id>/approval")
    def approve_refund(refund_id: str) -> Response:
        """Stand by a void that a cashier booked offline."""
        principal, refund_id = selling.principal(), read_uuid(refund_id)
        principal.require(*STALL_AND_WATCHERS)
        form = read_form(forms.ApprovalForm, "invalid_approval")
        with selling.database.reading() as connection:
            stall = corrections.refund_stall(connection, refund_id)
        approved_by = approval(selling, principal, form.approval, refund_id, stall)
        if approved_by is None:
            raise refunds.approval_required(refund_id)
        return answer(selling.submit(corrections.ApproveRefund(refund_id, approved_by)))


def _payments(api: Blueprint, selling: Selling) -> None:
    @api.put("/payment-corrections/<correction_id>")
    def correct_payments(correction_id: str) -> Response:
        """Say how a sale was really paid; the goods stay sold."""
        principal, correction_id = selling.principal(), read_uuid(correction_id)
        principal.require(*STALL_AND_WATCHERS)
        form = read_form(forms.PaymentCorrectionForm, "invalid_payment_correction")
        content = content_of(form, "approval")
        with selling.database.reading() as connection:
            earlier = find_repeated(connection, "payment_correction", correction_id, content)
            stall = refunds.get_sale_row(connection, form.sale).stall
        if earlier:
            return answer(earlier)
        approved_by = approval(selling, principal, form.approval, correction_id, stall)
        if approved_by is None:
            raise refunds.approval_required(correction_id)
        command = corrections.CorrectPayments(correction_id, form, content, principal.staff, approved_by)
        return by_status(selling.submit(command))

    @api.put("/sales/<sale_id>/payments/<int:position>/confirmation")
    def confirm_payment(sale_id: str, position: int) -> Response:
        """The money of an unconfirmed payment has arrived."""
        principal, sale_id = selling.principal(), read_uuid(sale_id)
        principal.require(*STALL_AND_WATCHERS)
        form = read_form(forms.ConfirmationForm, "invalid_confirmation")
        with selling.database.reading() as connection:
            principal.require_stall(refunds.get_sale_row(connection, sale_id).stall)
        return answer(selling.submit(corrections.ConfirmPayment(sale_id, position, form, principal.staff)))
