const MICROS = 1_000_000;

/** 1.5 GiB, 512 MiB. */
export function mebibytes(value: number): string {
  if (value >= 1024 * 1024) return `${trim(value / (1024 * 1024))} TiB`;
  if (value >= 1024) return `${trim(value / 1024)} GiB`;
  return `${trim(value)} MiB`;
}

export function bytes(value: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let amount = value;
  let unit = 0;
  while (amount >= 1024 && unit < units.length - 1) {
    amount /= 1024;
    unit++;
  }
  return `${trim(amount)} ${units[unit]}`;
}

export function percent(fraction: number): string {
  return `${Math.round(fraction * 100)} %`;
}

/** How much of a whole, 0 of nothing. */
export function share(used: number, of: number): number {
  return of > 0 ? used / of : 0;
}

/** Micro-units of a currency; small amounts keep their digits. */
export function money(micros: number, currency: string): string {
  const amount = micros / MICROS;
  const small = amount !== 0 && Math.abs(amount) < 0.1;
  return new Intl.NumberFormat('en-GB', {
    style: 'currency',
    currency,
    minimumFractionDigits: 2,
    maximumFractionDigits: small ? 6 : 2,
  }).format(amount);
}

/** What an operator typed, as micro-units; undefined when it is no amount. Exact: no floating point. */
export function parseMoney(text: string): number | undefined {
  const match = /^(\d{1,9})(?:[.,](\d{1,6}))?$/.exec(text.trim());
  if (!match) return undefined;
  return Number(match[1]) * MICROS + Number((match[2] ?? '').padEnd(6, '0'));
}

export function millis(value: number): string {
  if (value < 1_000) return `${value} ms`;
  if (value < 60_000) return `${trim(value / 1_000)} s`;
  return `${trim(value / 60_000)} min`;
}

const utc = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });
const local = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'long' });

/** Milliseconds since 1970; not a number when nobody said when. */
export function epoch(iso: string | undefined): number {
  return iso ? new Date(iso).getTime() : NaN;
}

/** In UTC, in which operators of one cloud talk to each other. */
export function when(iso: string | undefined): string {
  return iso ? `${utc.format(new Date(iso))} UTC` : '–';
}

/** On the clock of who looks. */
export function localWhen(iso: string): string {
  return local.format(new Date(iso));
}

/** "12 s ago", "in 5 min". */
export function relative(iso: string, now: number): string {
  const seconds = Math.round((now - new Date(iso).getTime()) / 1_000);
  const amount = Math.abs(seconds);
  const words =
    amount < 60
      ? `${amount} s`
      : amount < 3_600
        ? `${Math.round(amount / 60)} min`
        : amount < 86_400
          ? `${Math.round(amount / 3_600)} h`
          : `${Math.round(amount / 86_400)} d`;
  return seconds < 0 ? `in ${words}` : `${words} ago`;
}

/** 1 vCPU, 2 vCPUs. */
export function count(amount: number, thing: string): string {
  return `${amount} ${thing}${amount === 1 ? '' : 's'}`;
}

const SPELT: Record<string, string> = { cpu: 'CPU', vcpu: 'vCPU', ok: 'OK' };

/** PARTLY_DONE → Partly done. */
export function words(constant: string): string {
  const [first = '', ...rest] = constant
    .replace(/^PLAN_|^STEP_/, '')
    .toLowerCase()
    .split('_');
  const start = SPELT[first] ?? first.charAt(0).toUpperCase() + first.slice(1);
  return [start, ...rest.map((word) => SPELT[word] ?? word)].join(' ');
}

export function shortId(id: string): string {
  return id.length > 13 ? `…${id.slice(-8)}` : id;
}

function trim(value: number): string {
  return value.toLocaleString('en-GB', { maximumFractionDigits: value < 10 ? 2 : value < 100 ? 1 : 0 });
}
