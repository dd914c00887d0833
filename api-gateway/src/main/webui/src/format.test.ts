import { describe, expect, it } from 'vitest';
import { bytes, mebibytes, millis, money, parseMoney, relative, words } from './format';

describe('format', () => {
  it('reads amounts exactly, to the micro-unit', () => {
    expect(parseMoney('12')).toBe(12_000_000);
    expect(parseMoney('0.29')).toBe(290_000);
    expect(parseMoney('0,000001')).toBe(1);
    for (const wrong of ['', '-1', '1.0000001', '1e3', 'x', '1.', '1,000.00'])
      expect(parseMoney(wrong)).toBeUndefined();
  });

  it('shows small prices with their digits', () => {
    expect(money(12_340_000, 'EUR')).toBe('€12.34');
    expect(money(1_234, 'EUR')).toBe('€0.001234');
    expect(money(-5_000_000, 'EUR')).toBe('-€5.00');
    expect(money(0, 'EUR')).toBe('€0.00');
  });

  it('chooses units', () => {
    expect([mebibytes(512), mebibytes(1536), mebibytes(3 * 1024 * 1024)]).toEqual(['512 MiB', '1.5 GiB', '3 TiB']);
    expect([bytes(0), bytes(1536), bytes(5e9)]).toEqual(['0 B', '1.5 KiB', '4.66 GiB']);
    expect([millis(30), millis(1500), millis(90_000)]).toEqual(['30 ms', '1.5 s', '1.5 min']);
  });

  it('says how long ago, and in how long', () => {
    const now = Date.parse('2026-01-01T00:01:00Z');
    expect(relative('2026-01-01T00:00:20Z', now)).toBe('40 s ago');
    expect(relative('2026-01-01T00:16:00Z', now)).toBe('in 15 min');
  });

  it('turns constants into words', () => {
    expect(['PARTLY_DONE', 'PLAN_CANCELLED', 'STEP_FAILED', 'VCPU_RESERVED', 'OK'].map(words)).toEqual([
      'Partly done',
      'Cancelled',
      'Failed',
      'vCPU reserved',
      'OK',
    ]);
  });
});
