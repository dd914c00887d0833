package org.xenopolis.billing.audit;

/** What must hold of the books at every moment; each is one statement, so it sees one moment. */
enum Check {
    /** Debits equal credits, per entry and so in all. */
    LEDGER_SUM("""
            select count(*) from (select 1 from postings group by entry_id having sum(micros) <> 0) broken
            """),
    /** A balance is the sum of its postings. */
    BALANCES("""
            select count(*) from accounts a
            left join (select account, sum(micros) as micros from postings group by account) p
                on p.account = 'tenant:' || a.tenant_id
            where a.balance_micros <> coalesce(p.micros, 0)
            """),
    /** What an account holds is what its authorisations hold. */
    HOLDS("""
            select count(*) from accounts a
            left join (select tenant_id, sum(held_micros) as micros from authorisations group by tenant_id) h
                using (tenant_id)
            where a.held_micros <> coalesce(h.micros, 0)
            """),
    /** Between a balance and the revenue there is exactly what is on no invoice yet; zero when everything is. */
    CLEARING("""
            select count(*) from
                (select substr(account, 10) as currency, sum(micros) as micros from postings
                 where account like 'unbilled:%' group by account) p
            full join
                (select a.currency, sum(l.micros) as micros from rated_lines l join accounts a using (tenant_id)
                 where l.invoice_id is null group by a.currency) l using (currency)
            where coalesce(p.micros, 0) <> coalesce(l.micros, 0)
            """),
    /** A usage entry is the sum of its lines. */
    USAGE_ENTRIES("""
            select count(*) from
                (select e.id, p.micros from ledger_entries e
                 join postings p on p.entry_id = e.id and p.account like 'unbilled:%' where e.kind = 'USAGE') e
            full join (select entry_id as id, sum(micros) as micros from rated_lines group by entry_id) l using (id)
            where e.micros is distinct from l.micros
            """),
    /** A line costs the sum of its dimensions. */
    LINE_SUMS("""
            select count(*) from rated_lines
            where micros <> charges[1] + charges[2] + charges[3] + charges[4] + charges[5] + charges[6] + charges[7]
                + charges[8] + charges[9]
            """),
    /** Every line names the hash of the one before it. */
    CHAINS("""
            with lines as (
                select host_id, sequence, previous_hash, hash from rated_lines
                union all select host_id, sequence, previous_hash, hash from quarantined_lines
                where reason <> 'SEQUENCE_CONFLICT' and outcome is distinct from 'BILLED'),
            pairs as (
                select host_id, sequence, previous_hash,
                    lag(hash) over host as hash_before, lag(sequence) over host as sequence_before
                from lines window host as (partition by host_id order by sequence))
            select count(*) from pairs where sequence_before = sequence - 1 and hash_before <> previous_hash
            """);

    private final String sql;

    Check(String sql) {
        this.sql = sql;
    }

    /** Counts what breaks the rule. */
    String sql() {
        return sql;
    }
}
