import { describe, expect, it } from 'vitest';
import { staleKeys } from './EventsProvider';
import { FrameReader } from './stream';

const STREAM =
  ': hello\nid: 7\nevent: host.reported\ndata: {"a":\ndata: 1}\n\ndata:x\r\n\r\nevent: empty\n\nid: 9\ndata: last\n\n';

describe('the event stream', () => {
  it('is read the same however it is cut', () => {
    const whole = new FrameReader().push(STREAM);
    expect(whole).toEqual([
      { id: '7', event: 'host.reported', data: '{"a":\n1}' },
      { id: '7', event: undefined, data: 'x' },
      { id: '9', event: undefined, data: 'last' },
    ]);
    for (let cut = 1; cut < STREAM.length; cut++) {
      const reader = new FrameReader();
      expect([...reader.push(STREAM.slice(0, cut)), ...reader.push(STREAM.slice(cut))], `cut at ${cut}`).toEqual(whole);
    }
    const slowly = new FrameReader();
    expect([...STREAM].flatMap((letter) => slowly.push(letter))).toEqual(whole);
  });

  it('makes stale what an event is about', () => {
    expect(staleKeys('migration.changed')).toContain('plans');
    expect(staleKeys('host.state-changed')).toEqual(['hosts']);
    expect(staleKeys('something.else')).toEqual([]);
  });
});
