import { answered, api } from '../api/client';
import type { CloudEvent } from '../api/types';

/** One dispatched event of a text/event-stream. */
export interface Frame {
  id?: string;
  event?: string;
  data: string;
}

/**
 * Splits a text/event-stream (HTML standard, 9.2.6) that comes in any pieces. EventSource cannot be used: it sends no
 * Authorization header.
 */
export class FrameReader {
  private rest = '';
  private id: string | undefined;
  private event: string | undefined;
  private data: string[] = [];

  push(piece: string): Frame[] {
    const frames: Frame[] = [];
    // A lone CR at the end may be the first half of CRLF.
    const text = this.rest + piece;
    const lines = text.split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (this.data.length > 0) {
          frames.push({ id: this.id, event: this.event, data: this.data.join('\n') });
        }
        this.event = undefined;
        this.data = [];
      } else if (!line.startsWith(':')) {
        this.field(line);
      }
    }
    return frames;
  }

  private field(line: string): void {
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'data') this.data.push(value);
    else if (name === 'event') this.event = value;
    else if (name === 'id') this.id = value;
  }
}

export type StreamState = 'connecting' | 'live' | 'broken';

const BACKOFF_MILLIS_MAX = 15_000;

/** Reads the operator's events until the signal aborts; comes back after every break, from the last event on. */
export async function follow(
  onEvent: (event: CloudEvent) => void,
  onState: (state: StreamState) => void,
  signal: AbortSignal,
): Promise<void> {
  let last: string | undefined;
  let failures = 0;
  while (!signal.aborted) {
    onState('connecting');
    try {
      const body = await answered(
        api.GET('/operator/v1/events', {
          params: { header: last ? { 'Last-Event-ID': last } : {} },
          parseAs: 'stream',
          headers: { Accept: 'text/event-stream' },
          signal,
        }),
      );
      onState('live');
      failures = 0;
      for await (const frame of frames(body)) {
        last = frame.id ?? last;
        onEvent(eventOf(frame));
      }
    } catch {
      if (signal.aborted) return;
      failures++;
    }
    onState('broken');
    await sleep(Math.min(BACKOFF_MILLIS_MAX, 500 * 2 ** failures), signal);
  }
}

async function* frames(body: ReadableStream<Uint8Array<ArrayBuffer>> | null): AsyncGenerator<Frame> {
  if (!body) return;
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  const splitter = new FrameReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield* splitter.push(value);
  }
}

function eventOf(frame: Frame): CloudEvent {
  const fallback = { id: frame.id ?? '', type: frame.event ?? 'message', occurredAt: new Date().toISOString() };
  try {
    return { ...fallback, ...(JSON.parse(frame.data) as Partial<CloudEvent>) };
  } catch {
    return { ...fallback, data: { text: frame.data } };
  }
}

function sleep(millis: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, millis);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
