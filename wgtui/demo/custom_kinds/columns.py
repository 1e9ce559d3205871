"""Printer columns that many kinds have."""

from __future__ import annotations

from wgtui.demo.served import PrinterColumn

AGE = PrinterColumn("Age", ".metadata.creationTimestamp", "date")
READY = PrinterColumn("Ready", '.status.conditions[?(@.type=="Ready")].status')
STATUS = PrinterColumn("Status", '.status.conditions[?(@.type=="Ready")].message')
PAUSED = PrinterColumn("Paused", '.status.conditions[?(@.type=="Paused")].status', priority=10)
