import { useState } from 'react';

type Value = string | number;
type Direction = 'asc' | 'desc';

/** How a table is sorted: by one of its columns, which the operator chooses. */
export function useSorting<Row, Column extends string>(values: Record<Column, (row: Row) => Value>, first: Column) {
  const columns = Object.keys(values) as Column[];
  const [order, setOrder] = useState<{ column: Column; direction: Direction }>({ column: first, direction: 'asc' });
  const value = values[order.column];
  return {
    sorted: (rows: Row[]) => {
      const rising = [...rows].sort((a, b) => compare(value(a), value(b)));
      return order.direction === 'asc' ? rising : rising.reverse();
    },
    /** For a column's head. */
    sort: (column: Column) => ({
      sortBy: { index: columns.indexOf(order.column), direction: order.direction },
      onSort: (_: unknown, __: number, direction: Direction) => setOrder({ column, direction }),
      columnIndex: columns.indexOf(column),
    }),
  };
}

/** Numbers in names count as numbers: sim-2 comes before sim-10. */
export function compare(a: Value, b: Value): number {
  return typeof a === 'number' && typeof b === 'number'
    ? a - b
    : String(a).localeCompare(String(b), 'en', { numeric: true });
}
