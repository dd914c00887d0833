import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { Time } from './Time';

afterEach(cleanup);

it('shows UTC, and the looker’s own time to who points at it', () => {
  render(<Time iso="2026-11-20T23:30:00Z" absolute />);
  const shown = screen.getByText('20 Nov 2026, 23:30:00 UTC');
  expect(shown.getAttribute('datetime')).toBe('2026-11-20T23:30:00Z');
  expect(shown.title).toContain('20 Nov 2026, 23:30:00 UTC');
  expect(shown.title.split('\n')).toHaveLength(2);
});

it('says how long ago, and nothing where nobody said when', () => {
  render(<Time iso={new Date(Date.now() - 90_000).toISOString()} />);
  expect(screen.getByText('2 min ago')).toBeTruthy();
  render(<Time iso={undefined} />);
  expect(screen.getByText('–')).toBeTruthy();
});
