"""What the record of the approval (D-19) calls the steps of a case. Pure; legal wording is Chinese by law."""

STEPS = {
    "cases.CaseSubmitted": ("申办", "提交申请"),
    "cases.PrecheckPassed": ("预审", "预审通过"),
    "cases.PrecheckReturned": ("预审", "预审退回"),
    "cases.CaseReceived": ("收件", "接收材料"),
    "cases.CorrectionRequested": ("收件", "一次性告知补正"),
    "cases.CorrectionHandedIn": ("收件", "补正材料已提交"),
    "cases.CaseAccepted": ("受理", "予以受理"),
    "cases.CaseDeclined": ("受理", "不予受理"),
    "cases.CaseReturned": ("受理", "逾期未补正退件"),
    "cases.ProcedureBegun": ("特别程序", "启动特别程序"),
    "cases.ProcedureEnded": ("特别程序", "结束特别程序"),
    "cases.DecisionExtended": ("延期", "批准延长办理期限"),
    "cases.CaseSuspended": ("挂起", "批准挂起"),
    "cases.CaseResumed": ("挂起", "恢复办理"),
    "cases.CaseForwarded": ("上报", "初审上报"),
    "cases.HigherDecisionCame": ("上报", "上级机关作出决定"),
    "cases.CaseGranted": ("决定", "准予"),
    "cases.CaseRefused": ("决定", "不予批准"),
    "cases.ResultIssued": ("制证", "制作决定和证照"),
    "cases.ResultDelivered": ("送达", "送达申请人"),
    "cases.CaseClosed": ("办结", "办结"),
    "cases.CaseWithdrawn": ("撤回", "申请人撤回申请"),
    "cases.CaseTerminated": ("终止", "批准终止审查"),
    "cases.CaseVoided": ("作废", "批准作废"),
}
"""Stage and verdict by the name of the event."""

NOT_SIGNED = "系统自动"
"""In the column of the signature where nobody acted."""
