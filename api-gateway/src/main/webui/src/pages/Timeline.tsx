import { Button } from '@patternfly/react-core';
import { memo, useMemo, useState } from 'react';
import type { Plan, PlanStep } from '../api/types';
import { rove } from '../components/roving';
import { count, millis, words } from '../format';
import { endMillis, neededFor, type Phase, phases, skippedWith, waves } from './planShape';

/** More rows than this are shown when asked for. */
const ROWS = 80;
/** In more steps than this only the chosen one's dependencies are drawn. */
const ALL_LINES_MAX = 40;
const ROW_PIXELS = 24;
const TICKS = 4;

interface Props {
  plan: Plan;
  /** With all that is skipped because of another. */
  skip: ReadonlySet<number>;
  /** Absent once the plan is no longer open. */
  onToggle?: (number: number) => void;
  instanceName: (id: string) => string | undefined;
  hostName: (id: string) => string | undefined;
}

/** When each move runs and what it waits for; the table of steps says the same in words. */
export function Timeline(props: Props) {
  const { plan, skip } = props;
  const [chosen, setChosen] = useState<number>();
  const parts = useMemo(() => phases(plan), [plan]);
  const related = useMemo(() => {
    if (chosen === undefined) return undefined;
    return new Set([...neededFor(plan.steps, chosen), ...skippedWith(plan.steps, new Set([chosen]))]);
  }, [plan, chosen]);
  const step = plan.steps.find((one) => one.number === chosen);
  return (
    <div>
      <div className="xc-chosen" aria-live="polite">
        {step ? (
          <Chosen {...props} step={step} skipped={skip.has(step.number)} />
        ) : (
          <span className="xc-bar-words">
            Choose a move (arrow keys go along them) to see what it waits for and what waits for it.
          </span>
        )}
      </div>
      {parts.map((phase) => (
        <PhaseLines
          key={phase.number}
          {...props}
          phase={phase}
          titled={parts.length > 1}
          chosen={chosen}
          related={related}
          onChoose={setChosen}
        />
      ))}
    </div>
  );
}

interface LinesProps extends Props {
  phase: Phase;
  titled: boolean;
  chosen: number | undefined;
  related: ReadonlySet<number> | undefined;
  onChoose: (number: number) => void;
}

function PhaseLines({ phase, titled, skip, chosen, related, onChoose, instanceName, hostName }: LinesProps) {
  const [all, setAll] = useState(false);
  const rows = all ? phase.steps : phase.steps.slice(0, ROWS);
  const { waves: begun, atOnce } = waves(phase.steps);
  return (
    <section aria-label={titled ? `Phase ${phase.number}` : 'Timeline'}>
      {titled && <h3 className="xc-strong">{`Phase ${phase.number}: ${phase.sentence}`}</h3>}
      <p className="xc-bar-words">
        {count(phase.steps.length, 'move')} in {count(begun, 'wave')}, {atOnce} at once at most, over after{' '}
        {millis(phase.lengthMillis)}
      </p>
      <div className="xc-timeline" role="group" aria-label="Moves in time" onKeyDown={rove}>
        <div className="xc-timeline-names">
          {rows.map((step) => (
            <span key={step.number} className="xc-timeline-name" title={name(step, instanceName, hostName)}>
              {name(step, instanceName, hostName)}
            </span>
          ))}
        </div>
        <div className="xc-timeline-track">
          <Lines rows={rows} length={phase.lengthMillis} chosen={chosen} related={related} />
          {rows.map((step, row) => (
            <Move
              key={step.number}
              step={step}
              row={row}
              length={phase.lengthMillis}
              label={label(step, instanceName, hostName)}
              look={[
                skip.has(step.number) || step.state === 'SKIPPED' ? 'skipped' : step.state.toLowerCase(),
                chosen === step.number ? 'chosen' : related ? (related.has(step.number) ? 'related' : 'aside') : '',
              ].join(' xc-move-')}
              onChoose={onChoose}
            />
          ))}
        </div>
      </div>
      <div className="xc-timeline-axis" aria-hidden>
        {Array.from({ length: TICKS + 1 }, (_, tick) => (
          <span key={tick}>{millis(Math.round((phase.lengthMillis * tick) / TICKS))}</span>
        ))}
      </div>
      {phase.steps.length > ROWS && (
        <Button variant="link" isInline onClick={() => setAll((shown) => !shown)}>
          {all ? `Show the first ${ROWS}` : `Show all ${phase.steps.length} moves`}
        </Button>
      )}
    </section>
  );
}

type Namer = (id: string) => string | undefined;

function name(step: PlanStep, instanceName: Namer, hostName: Namer): string {
  return `${step.number}. ${instanceName(step.instanceId) ?? 'a guest'} → ${hostName(step.toHostId) ?? 'a host'}`;
}

function label(step: PlanStep, instanceName: Namer, hostName: Namer): string {
  const waits = step.after.length > 0 ? `, waits for ${step.after.join(', ')}` : '';
  const from = hostName(step.fromHostId) ?? 'a host';
  return (
    `Step ${step.number}: ${instanceName(step.instanceId) ?? 'a guest'} from ${from} to ` +
    `${hostName(step.toHostId) ?? 'a host'}, begins after ${millis(step.predictedStartMillis)}, takes ` +
    `${millis(endMillis(step) - step.predictedStartMillis)}${waits}, ${words(step.state)}`
  );
}

interface MoveProps {
  step: PlanStep;
  row: number;
  length: number;
  label: string;
  look: string;
  onChoose: (number: number) => void;
}

const Move = memo(function Move({ step, row, length, label: said, look, onChoose }: MoveProps) {
  return (
    <button
      type="button"
      data-rove
      tabIndex={row === 0 ? 0 : -1}
      aria-label={said}
      title={said}
      className={`xc-move xc-move-${look}`}
      style={{
        insetBlockStart: row * ROW_PIXELS + 4,
        insetInlineStart: `${(100 * step.predictedStartMillis) / length}%`,
        inlineSize: `max(6px, ${(100 * (endMillis(step) - step.predictedStartMillis)) / length}%)`,
      }}
      onClick={() => onChoose(step.number)}
      onFocus={() => onChoose(step.number)}
    />
  );
});

/** From the end of what is waited for to the start of what waits. */
function Lines({
  rows,
  length,
  chosen,
  related,
}: { rows: PlanStep[]; length: number } & Pick<LinesProps, 'chosen' | 'related'>) {
  const place = new Map(rows.map((step, row) => [step.number, row]));
  const height = Math.max(1, rows.length) * ROW_PIXELS;
  const drawn = rows.length <= ALL_LINES_MAX ? rows : rows.filter((step) => related?.has(step.number));
  const x = (at: number) => (1_000 * at) / length;
  const y = (row: number) => row * ROW_PIXELS + ROW_PIXELS / 2;
  return (
    <svg
      className="xc-lines"
      viewBox={`0 0 1000 ${height}`}
      preserveAspectRatio="none"
      style={{ blockSize: height }}
      aria-hidden
    >
      {drawn.flatMap((step) =>
        step.after.map((before) => {
          const from = place.get(before);
          const to = place.get(step.number);
          const first = from === undefined ? undefined : rows[from];
          if (first === undefined || from === undefined || to === undefined) return null;
          const strong = chosen !== undefined && related?.has(step.number) && related.has(before);
          return (
            <path
              key={`${before}-${step.number}`}
              className={strong ? 'xc-line xc-line-strong' : 'xc-line'}
              d={`M ${x(endMillis(first))} ${y(from)} V ${y(to)} H ${x(step.predictedStartMillis)}`}
            />
          );
        }),
      )}
    </svg>
  );
}

function Chosen({
  plan,
  step,
  skipped,
  onToggle,
  instanceName,
  hostName,
}: Props & { step: PlanStep; skipped: boolean }) {
  const with_ = skippedWith(plan.steps, new Set([step.number])).size - 1;
  const needs = neededFor(plan.steps, step.number).size;
  return (
    <>
      <span>
        <strong>{name(step, instanceName, hostName)}</strong>: {step.reason}{' '}
        {step.after.length > 0 && `Waits for ${count(needs, 'move')}. `}
        {with_ > 0 && `${count(with_, 'move')} ${with_ === 1 ? 'waits' : 'wait'} for it.`}
      </span>
      {onToggle && (
        <Button variant="secondary" size="sm" onClick={() => onToggle(step.number)}>
          {skipped ? 'Do it' : with_ > 0 ? `Skip it and ${count(with_, 'move')} with it` : 'Skip it'}
        </Button>
      )}
    </>
  );
}
