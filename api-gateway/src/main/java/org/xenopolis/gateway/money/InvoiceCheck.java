package org.xenopolis.gateway.money;

import java.util.List;

/** Whether an invoice, derived again from the stored lines, comes out the same. */
public record InvoiceCheck(boolean matches, List<String> differences) {}
