import { Card, CardBody, CardTitle, PageSection, ToggleGroup, ToggleGroupItem } from '@patternfly/react-core';
import { Table, Tbody, Td, Th, Thead, Tr } from '@patternfly/react-table';
import { memo, useCallback, useMemo, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useHosts, useLoadForecast } from '../api/queries';
import type { Host, HostForecast, LoadForecast } from '../api/types';
import { Bar } from '../components/Bar';
import { useFilter } from '../components/filter';
import { Heading } from '../components/Heading';
import { Empty, Loadable } from '../components/Loadable';
import { Pages } from '../components/Pages';
import { rove } from '../components/roving';
import { useSorting } from '../components/sorting';
import { State } from '../components/State';
import { count, percent, words } from '../format';
import { cpuMeter, memoryMeter } from './capacity';
import { type Measure, type Spot, STEPS, step, valueOf, zones } from './heat';

const MEASURES: { measure: Measure; name: string }[] = [
  { measure: 'cpu', name: 'CPU now' },
  { measure: 'forecast', name: 'CPU forecast' },
  { measure: 'memory', name: 'Memory promised' },
  { measure: 'network', name: 'Network forecast' },
  { measure: 'disk', name: 'Disk forecast' },
];
const FORETOLD: ReadonlySet<Measure> = new Set(['forecast', 'network', 'disk']);
/** Up to so many hosts a tile has room for a name, or at least for a number. */
const NAMED_MAX = 60;
const NUMBERED_MAX = 400;

/** Every host as a coloured tile, or as a row of a table that says the same. */
export function HeatMapPage() {
  const hosts = useHosts();
  const forecast = useLoadForecast();
  const filter = useFilter();
  const measure = MEASURES.find((one) => one.measure === filter.get('by'))?.measure ?? 'cpu';
  const asTable = filter.get('as') === 'table';
  return (
    <>
      <Heading title="Heat map">
        Every host by its load, zone by zone: CPU as it is and as foretold, memory as promised, network and disk as
        foretold.
      </Heading>
      <PageSection>
        <div className="xc-actions xc-first">
          <ToggleGroup aria-label="Measure">
            {MEASURES.map((one) => (
              <ToggleGroupItem
                key={one.measure}
                text={one.name}
                isSelected={measure === one.measure}
                isDisabled={FORETOLD.has(one.measure) && forecast.data === undefined}
                onChange={() => filter.set('by', one.measure)}
              />
            ))}
          </ToggleGroup>
          <ToggleGroup aria-label="Shown as">
            <ToggleGroupItem text="Map" isSelected={!asTable} onChange={() => filter.set('as', '')} />
            <ToggleGroupItem text="Table" isSelected={asTable} onChange={() => filter.set('as', 'table')} />
          </ToggleGroup>
        </div>
        {FORETOLD.has(measure) && forecast.data && <Trust forecast={forecast.data} />}
        <Loadable
          query={hosts}
          what="hosts"
          isEmpty={(items) => items.length === 0}
          empty={<Empty title="No hosts yet">Register one on the page Fleet.</Empty>}
        >
          {(items) =>
            asTable ? (
              <HeatTable hosts={items} forecasts={forecast.data?.hosts ?? []} />
            ) : (
              <HeatMap hosts={items} forecasts={forecast.data?.hosts ?? []} measure={measure} />
            )
          }
        </Loadable>
      </PageSection>
    </>
  );
}

function Trust({ forecast }: { forecast: LoadForecast }) {
  return (
    <p className="xc-bar-words">
      In {forecast.horizonMinutes} min. Forecasts of guests were off by{' '}
      {forecast.maeCores.toLocaleString('en-GB', { maximumFractionDigits: 2 })} cores on average (
      {percent(forecast.mape)}).
    </p>
  );
}

function HeatMap({ hosts, forecasts, measure }: { hosts: Host[]; forecasts: HostForecast[]; measure: Measure }) {
  const parts = useMemo(() => zones(hosts, forecasts, measure), [hosts, forecasts, measure]);
  const [chosen, setChosen] = useState<string>();
  const navigate = useNavigate();
  const open = useCallback((id: string) => void navigate(`/fleet/${id}`), [navigate]);
  const size = hosts.length <= NAMED_MAX ? 'named' : hosts.length <= NUMBERED_MAX ? 'numbered' : 'dense';
  const first = parts[0]?.spots[0]?.host.id;
  const spot = parts.flatMap((zone) => zone.spots).find((one) => one.host.id === chosen);
  return (
    <div className="xc-heat-page">
      <div role="group" aria-label="Hosts" onKeyDown={rove}>
        {parts.map((zone) => (
          <section key={zone.name} aria-label={`Zone ${zone.name}`}>
            <h2 className="xc-strong">
              {zone.name} <span className="xc-bar-words">{zoneWords(zone.spots)}</span>
            </h2>
            <div className={`xc-heat xc-heat-${size}`}>
              {zone.spots.map((one) => (
                <Tile
                  key={one.host.id}
                  id={one.host.id}
                  name={one.host.name}
                  state={one.host.state}
                  words={one.value === undefined ? 'not heard' : percent(one.value)}
                  heat={one.value === undefined ? -1 : step(one.value)}
                  first={one.host.id === first}
                  size={size}
                  onLook={setChosen}
                  onOpen={open}
                />
              ))}
            </div>
          </section>
        ))}
      </div>
      <aside className="xc-heat-aside">
        <Legend />
        {spot ? (
          <About spot={spot} />
        ) : (
          <p className="xc-bar-words">Point at a host, or go along them with the arrow keys; Enter opens it.</p>
        )}
      </aside>
    </div>
  );
}

function zoneWords(spots: Spot[]): string {
  const known = spots.flatMap((spot) => (spot.value === undefined ? [] : [spot.value]));
  const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
  const hottest = Math.max(0, ...known);
  return `${count(spots.length, 'host')}, ${percent(mean)} on average, ${percent(hottest)} at most`;
}

interface TileProps {
  id: string;
  name: string;
  state: string;
  words: string;
  heat: number;
  first: boolean;
  size: 'named' | 'numbered' | 'dense';
  onLook: (id: string) => void;
  onOpen: (id: string) => void;
}

/** Drawn anew only when its own colour or words change, so that a thousand of them cost little. */
const Tile = memo(function Tile({ id, name, state, words: said, heat, first, size, onLook, onOpen }: TileProps) {
  const inService = state === 'UP' ? '' : `, ${words(state)}`;
  return (
    <button
      type="button"
      data-rove
      tabIndex={first ? 0 : -1}
      className={`xc-tile xc-heat-${heat < 0 ? 'none' : heat}${inService ? ' xc-tile-out' : ''}`}
      aria-label={`${name}: ${said}${inService}`}
      onClick={() => onOpen(id)}
      onFocus={() => onLook(id)}
      onMouseEnter={() => onLook(id)}
    >
      {size === 'named' && <span className="xc-tile-name">{name}</span>}
      {size !== 'dense' && <span>{heat < 0 ? '–' : said.replace(' %', '')}</span>}
    </button>
  );
});

function Legend() {
  return (
    <ul className="xc-legend" aria-label="Colours">
      {STEPS.map((from, index) => (
        <li key={from}>
          <span className={`xc-swatch xc-heat-${index}`} aria-hidden />
          {index === STEPS.length - 1 ? `${percent(from)} and more` : `from ${percent(from)}`}
        </li>
      ))}
      <li>
        <span className="xc-swatch xc-heat-none" aria-hidden />
        not heard
      </li>
      <li>
        <span className="xc-swatch xc-heat-0 xc-tile-out" aria-hidden />
        not in service
      </li>
    </ul>
  );
}

function About({ spot }: { spot: Spot }) {
  const { host, forecast } = spot;
  return (
    <Card isCompact>
      <CardTitle component="h2">
        <Link to={`/fleet/${host.id}`}>{host.name}</Link> <State value={host.state} />
      </CardTitle>
      <CardBody>
        <p className="xc-bar-words">
          {host.zone}, {count(host.instanceCount, 'guest')}
        </p>
        <Bar {...cpuMeter(host)} />
        <Bar {...memoryMeter(host)} />
        {forecast && forecast.cpuForecast >= 0 && (
          <Bar
            label={`CPU forecast of ${host.name}`}
            fraction={forecast.cpuForecast}
            words={`${percent(forecast.cpuForecast)} CPU foretold`}
          />
        )}
        {forecast && <History name={host.name} values={forecast.cpuHistory} />}
      </CardBody>
    </Card>
  );
}

const HISTORY_WIDE = 200;
const HISTORY_HIGH = 40;

/** The last hour by the minute; a gap where nothing was heard. */
function History({ name, values }: { name: string; values: number[] }) {
  const x = (index: number) => (HISTORY_WIDE * index) / Math.max(1, values.length - 1);
  const y = (value: number) => HISTORY_HIGH * (1 - Math.min(1, value));
  let pen = 'M';
  const path = values
    .map((value, index) => {
      if (value < 0) {
        pen = 'M';
        return '';
      }
      const point = `${pen}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
      pen = 'L';
      return point;
    })
    .join('');
  const heard = values.filter((value) => value >= 0);
  if (heard.length < 2) return null;
  return (
    <>
      <svg
        className="xc-history"
        viewBox={`0 0 ${HISTORY_WIDE} ${HISTORY_HIGH}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`CPU of ${name} in the last hour: ${percent(Math.min(...heard))} to ${percent(Math.max(...heard))}`}
      >
        <path d={path} />
      </svg>
      <p className="xc-bar-words">
        CPU in the last hour: {percent(Math.min(...heard))} to {percent(Math.max(...heard))}
      </p>
    </>
  );
}

function HeatTable({ hosts, forecasts }: { hosts: Host[]; forecasts: HostForecast[] }) {
  const foretold = useMemo(() => new Map(forecasts.map((one) => [one.hostId, one])), [forecasts]);
  const value = (host: Host, measure: Measure) => valueOf(host, foretold.get(host.id), measure) ?? -1;
  const { sorted, sort } = useSorting<Host, 'name' | 'zone' | Measure>(
    {
      name: (host) => host.name,
      zone: (host) => host.zone,
      cpu: (host) => value(host, 'cpu'),
      forecast: (host) => value(host, 'forecast'),
      memory: (host) => value(host, 'memory'),
      network: (host) => value(host, 'network'),
      disk: (host) => value(host, 'disk'),
    },
    'name',
  );
  return (
    <Pages items={sorted(hosts)} label="Hosts">
      {(shown) => (
        <Table aria-label="Hosts by load" variant="compact">
          <Thead>
            <Tr>
              <Th modifier="nowrap" sort={sort('name')}>
                Host
              </Th>
              <Th modifier="nowrap" sort={sort('zone')}>
                Zone
              </Th>
              <Th modifier="nowrap">State</Th>
              <Th modifier="nowrap" sort={sort('cpu')}>
                CPU now
              </Th>
              <Th modifier="nowrap" sort={sort('forecast')}>
                CPU forecast
              </Th>
              <Th modifier="nowrap" sort={sort('memory')}>
                Memory
              </Th>
              <Th modifier="nowrap" sort={sort('network')}>
                Network
              </Th>
              <Th modifier="nowrap" sort={sort('disk')}>
                Disk
              </Th>
            </Tr>
          </Thead>
          <Tbody>
            {shown.map((host) => (
              <Tr key={host.id}>
                <Td dataLabel="Host">
                  <Link to={`/fleet/${host.id}`}>{host.name}</Link>
                </Td>
                <Td dataLabel="Zone">{host.zone}</Td>
                <Td dataLabel="State">
                  <State value={host.state} />
                </Td>
                <Td dataLabel="CPU now">{said(value(host, 'cpu'))}</Td>
                <Td dataLabel="CPU forecast">{said(value(host, 'forecast'))}</Td>
                <Td dataLabel="Memory promised">{said(value(host, 'memory'))}</Td>
                <Td dataLabel="Network forecast">{said(value(host, 'network'))}</Td>
                <Td dataLabel="Disk forecast">{said(value(host, 'disk'))}</Td>
              </Tr>
            ))}
          </Tbody>
        </Table>
      )}
    </Pages>
  );
}

const said = (value: number) => (value < 0 ? '–' : percent(value));
