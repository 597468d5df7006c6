"""Every errand that the form can lead, by the intent that begins it."""

from __future__ import annotations

from actions.errands.applications import CheckApplicationStatus, CheckDemandAmount
from actions.errands.apply_new_connection import ApplyNewConnection
from actions.errands.base import Errand
from actions.errands.check_bill import CheckBill
from actions.errands.check_ticket_status import CheckTicketStatus
from actions.errands.escalate_complaint import EscalateComplaint
from actions.errands.outage_info import OutageInfo
from actions.errands.own_details import OwnDetails
from actions.errands.own_records import OwnRecords
from actions.errands.payment_not_posted import PaymentNotPosted
from actions.errands.reopen_complaint import ReopenComplaint
from actions.errands.report_billing_complaint import ReportBillingComplaint
from actions.errands.report_fault import ReportFault
from actions.errands.report_hazard import ReportHazard
from actions.errands.report_meter_problem import ReportMeterProblem
from actions.errands.report_misconduct import ReportMisconduct
from actions.errands.report_theft import ReportTheft
from actions.errands.request_callback import RequestCallback, TalkToHuman
from actions.errands.request_detail_change import RequestDetailChange
from actions.errands.request_disconnection import RequestDisconnection
from actions.errands.request_load_change import RequestLoadChange
from actions.errands.request_reconnection import RequestReconnection

ERRANDS: dict[str, Errand] = {
    one.name: one
    for one in (
        ReportFault(),
        ReportHazard(),
        ReportBillingComplaint(),
        ReportMeterProblem(),
        PaymentNotPosted(),
        ApplyNewConnection(),
        CheckApplicationStatus(),
        CheckDemandAmount(),
        CheckBill(),
        CheckTicketStatus(),
        EscalateComplaint(),
        ReopenComplaint(),
        OutageInfo(),
        RequestLoadChange(),
        RequestDetailChange(),
        RequestDisconnection(),
        RequestReconnection(),
        ReportMisconduct(),
        ReportTheft(),
        RequestCallback(),
        TalkToHuman(),
        OwnRecords(),
        OwnDetails(),
    )
}
