import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useTheme } from '../theme';

interface Props {
  /** Read out instead of the picture. */
  label: string;
  unit: string;
  /** Seconds since 1970, rising. */
  times: number[];
  values: number[];
}

/** One line over time. */
export function Chart({ label, unit, times, values }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const { dark } = useTheme();
  useEffect(() => {
    const node = place.current;
    if (!node) return;
    const ink = dark ? '#c7c7c7' : '#4d4d4d';
    const grid = { stroke: dark ? '#45494e' : '#e0e0e0', width: 1 };
    const axis = { stroke: ink, grid, ticks: grid, font: '12px sans-serif' };
    const plot = new uPlot(
      {
        width: Math.max(320, node.clientWidth),
        height: 200,
        legend: { show: true, live: true },
        scales: { y: { range: (_, __, max) => [0, max > 0 ? max * 1.1 : 1] } },
        axes: [axis, { ...axis, size: 60 }],
        series: [
          { label: 'Time' },
          {
            label: unit,
            stroke: dark ? '#92c5f9' : '#0066cc',
            fill: dark ? '#92c5f922' : '#0066cc1a',
            width: 2,
            points: { show: times.length < 60 },
            value: (_, value) => (value === null ? '–' : value.toLocaleString('en-GB', { maximumFractionDigits: 3 })),
          },
        ],
      },
      [times, values],
      node,
    );
    const resized = new ResizeObserver(() => plot.setSize({ width: Math.max(320, node.clientWidth), height: 200 }));
    resized.observe(node);
    return () => {
      resized.disconnect();
      plot.destroy();
    };
  }, [times, values, unit, dark]);
  return <div ref={place} role="img" aria-label={label} />;
}
