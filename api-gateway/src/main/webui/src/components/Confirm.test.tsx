import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, it, vi } from 'vitest';
import { ApiProblem } from '../api/client';
import { Confirm } from './Confirm';

afterEach(cleanup);

function show(act: (key: string) => Promise<string>, typed?: string) {
  const onClose = vi.fn();
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Confirm
        title="Sure?"
        button="Do it"
        {...(typed ? { typed } : {})}
        act={act}
        stale={[]}
        done={() => 'done'}
        onClose={onClose}
      />
    </QueryClientProvider>,
  );
  return onClose;
}

it('repeats under the same key when no answer came, and under a new one when it was refused', async () => {
  const keys: string[] = [];
  const failures = [new ApiProblem(0, 'no-answer', 'Silence.'), new ApiProblem(422, 'invalid', 'Wrong.')];
  const onClose = show((key) => {
    keys.push(key);
    const failure = failures.shift();
    return failure ? Promise.reject(failure) : Promise.resolve('ok');
  });
  const button = screen.getByRole('button', { name: 'Do it' });
  await userEvent.click(button);
  expect(await screen.findByText('Silence.')).toBeTruthy();
  await userEvent.click(button);
  expect(await screen.findByText('Wrong.')).toBeTruthy();
  await userEvent.click(button);
  expect(onClose).toHaveBeenCalledOnce();
  expect(keys[1]).toBe(keys[0]);
  expect(keys[2]).not.toBe(keys[1]);
});

it('lets nothing through until the name is typed', async () => {
  const act = vi.fn(() => Promise.resolve('ok'));
  show(act, 'alpha');
  await userEvent.click(screen.getByRole('button', { name: 'Do it' }));
  expect(act).not.toHaveBeenCalled();
  await userEvent.type(screen.getByLabelText('Type alpha to go on'), 'alpha{Enter}');
  expect(act).toHaveBeenCalledOnce();
});
