import { act, renderHook } from '@testing-library/react';
import { expect, it } from 'vitest';
import { compare, useSorting } from './sorting';

it('counts the numbers in names as numbers', () => {
  expect(['sim-10', 'sim-2', 'sim-1'].sort(compare)).toEqual(['sim-1', 'sim-2', 'sim-10']);
  expect([10, 2, 1].sort(compare)).toEqual([1, 2, 10]);
});

it('sorts by the column that was chosen, either way, and leaves the list as it was', () => {
  const rows = [
    { name: 'b', load: 1 },
    { name: 'a', load: 2 },
  ];
  const { result } = renderHook(() =>
    useSorting<(typeof rows)[number], 'name' | 'load'>({ name: (row) => row.name, load: (row) => row.load }, 'name'),
  );
  expect(result.current.sorted(rows).map((row) => row.name)).toEqual(['a', 'b']);
  act(() => result.current.sort('load').onSort(undefined, 1, 'desc'));
  expect(result.current.sorted(rows).map((row) => row.load)).toEqual([2, 1]);
  act(() => result.current.sort('load').onSort(undefined, 1, 'asc'));
  expect(result.current.sorted(rows).map((row) => row.load)).toEqual([1, 2]);
  expect(rows.map((row) => row.name)).toEqual(['b', 'a']);
});
