import {
  Alert,
  Button,
  FormGroup,
  NumberInput,
  Radio,
  TextInput,
  ToggleGroup,
  ToggleGroupItem,
} from '@patternfly/react-core';
import { useState } from 'react';
import { answered, api, keyed } from '../api/client';
import type { PlanAutomation, TimeWindow } from '../api/types';
import { Confirm } from '../components/Confirm';
import { words } from '../format';
import { clock, DAYS, endMinutes, minutes } from './automation';

const GIBIBYTE = 1024 ** 3;
const NIGHT: TimeWindow = { days: [], fromMinute: 60, toMinute: 300 };

export const MODES = [
  { mode: 'MANUAL', label: 'Manual', says: 'Nothing is proposed unless somebody asks.' },
  {
    mode: 'APPROVE_SMALL',
    label: 'Approve small ones',
    says: 'Proposes by itself; carries out what is within the limits, the rest waits for you.',
  },
  { mode: 'FULL', label: 'Full', says: 'Carries out what it proposes, whatever its size.' },
] as const;

type Mode = (typeof MODES)[number]['mode'];

/** The rules of one goal. Somebody else's change in between is not overwritten. */
export function ChangeAutomation({ rules, onClose }: { rules: PlanAutomation; onClose: () => void }) {
  const [wish, setWish] = useState(rules);
  const set = (change: Partial<PlanAutomation>) => setWish((before) => ({ ...before, ...change }));
  const goal = words(rules.goal);
  return (
    <Confirm<PlanAutomation>
      title={`Automation of ${goal}`}
      button="Save"
      danger={wish.mode === 'FULL' && rules.mode !== 'FULL'}
      stale={['automation']}
      act={(key) =>
        answered(
          api.PUT('/operator/v1/plan-automation/{goal}', {
            params: { path: { goal: rules.goal }, header: keyed(key) },
            body: {
              mode: wish.mode,
              movesMax: wish.movesMax,
              bytesMax: wish.bytesMax,
              pauseMillisMax: wish.pauseMillisMax,
              intervalMinutes: wish.intervalMinutes,
              gainMin: wish.gainMin,
              cooldownMinutes: wish.cooldownMinutes,
              windows: wish.windows,
              generation: rules.generation,
            },
          }),
        )
      }
      done={() => `The rules for ${goal} are saved.`}
      onClose={onClose}
    >
      <FormGroup role="radiogroup" label="Mode" fieldId="mode">
        {MODES.map((one) => (
          <Radio
            key={one.mode}
            id={`mode-${one.mode.toLowerCase()}`}
            name="mode"
            label={one.label}
            description={one.says}
            isChecked={wish.mode === one.mode}
            onChange={() => set({ mode: one.mode satisfies Mode })}
          />
        ))}
      </FormGroup>
      {wish.mode === 'FULL' && (
        <Alert component="p" isInline variant="warning" title="Without anybody looking">
          In its windows it moves whatever it finds worth moving. What tenants asked about moves still holds.
        </Alert>
      )}
      {wish.mode === 'APPROVE_SMALL' && (
        <>
          <Amount
            id="moves"
            label="Small: moves at most"
            value={wish.movesMax}
            onValue={(movesMax) => set({ movesMax })}
          />
          <Amount
            id="gibibytes"
            label="Small: GiB over the wire at most"
            value={Math.round(wish.bytesMax / GIBIBYTE)}
            onValue={(amount) => set({ bytesMax: amount * GIBIBYTE })}
          />
          <Amount
            id="pause"
            label="Small: milliseconds of pause of one guest at most"
            value={wish.pauseMillisMax}
            step={100}
            min={0}
            onValue={(pauseMillisMax) => set({ pauseMillisMax })}
          />
        </>
      )}
      {wish.mode !== 'MANUAL' && (
        <>
          <Amount
            id="gain"
            label="Worth it from: times its price"
            value={wish.gainMin}
            min={0}
            onValue={(gainMin) => set({ gainMin })}
          />
          <Amount
            id="interval"
            label="Minutes between two looks"
            value={wish.intervalMinutes}
            onValue={(intervalMinutes) => set({ intervalMinutes })}
          />
          <FormGroup role="group" label="Only at these times (UTC); none: always" fieldId="windows">
            {wish.windows.map((window, index) => (
              <Window
                key={index}
                number={index + 1}
                window={window}
                onWindow={(changed) => set({ windows: wish.windows.map((one, at) => (at === index ? changed : one)) })}
                onRemove={() => set({ windows: wish.windows.filter((_, at) => at !== index) })}
              />
            ))}
            <Button variant="link" isInline onClick={() => set({ windows: [...wish.windows, NIGHT] })}>
              Add a window
            </Button>
          </FormGroup>
        </>
      )}
      <Amount
        id="cooldown"
        label="Minutes for which a guest that moved is left in peace"
        value={wish.cooldownMinutes}
        step={10}
        min={0}
        onValue={(cooldownMinutes) => set({ cooldownMinutes })}
      />
    </Confirm>
  );
}

interface AmountProps {
  id: string;
  label: string;
  value: number;
  min?: number;
  step?: number;
  onValue: (value: number) => void;
}

function Amount({ id, label, value, min = 1, step = 1, onValue }: AmountProps) {
  const within = (wanted: number) => Math.max(min, wanted);
  return (
    <FormGroup label={label} fieldId={id}>
      <NumberInput
        id={id}
        inputName={id}
        inputAriaLabel={label}
        minusBtnAriaLabel={`Less: ${label}`}
        plusBtnAriaLabel={`More: ${label}`}
        value={value}
        min={min}
        onMinus={() => onValue(within(value - step))}
        onPlus={() => onValue(value + step)}
        onChange={(event) => onValue(within(Number((event.target as HTMLInputElement).value) || 0))}
      />
    </FormGroup>
  );
}

interface WindowProps {
  number: number;
  window: TimeWindow;
  onWindow: (window: TimeWindow) => void;
  onRemove: () => void;
}

function Window({ number, window, onWindow, onRemove }: WindowProps) {
  const days = window.days ?? [];
  const on = (day: number) => days.length === 0 || days.includes(day);
  const toggle = (day: number) => {
    const all = DAYS.map((_, index) => index + 1).filter((one) => (one === day ? !on(one) : on(one)));
    // None means every day.
    onWindow({ ...window, days: all.length === DAYS.length ? [] : all });
  };
  return (
    <div className="xc-window" role="group" aria-label={`Window ${number}`}>
      <ToggleGroup aria-label={`Days of window ${number}`} isCompact>
        {DAYS.map((name, index) => (
          <ToggleGroupItem
            key={name}
            text={name}
            buttonId={`window-${number}-${name}`}
            isSelected={on(index + 1)}
            onChange={() => toggle(index + 1)}
          />
        ))}
      </ToggleGroup>
      <TextInput
        type="time"
        aria-label={`From, window ${number}`}
        value={clock(window.fromMinute)}
        onChange={(_, text) => onWindow({ ...window, fromMinute: minutes(text) ?? window.fromMinute })}
      />
      <span>to</span>
      <TextInput
        type="time"
        aria-label={`To, window ${number}`}
        value={clock(window.toMinute)}
        onChange={(_, text) => onWindow({ ...window, toMinute: endMinutes(text) ?? window.toMinute })}
      />
      <Button variant="link" isInline onClick={onRemove} aria-label={`Remove window ${number}`}>
        Remove
      </Button>
    </div>
  );
}
