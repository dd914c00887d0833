interface Props {
  /** Said before the bar, and to screen readers. */
  label: string;
  /** 0..1; more is drawn as full. */
  fraction: number;
  /** What the bar means in words, e.g. "12 GiB of 64 GiB free". */
  words: string;
  warnAt?: number;
  dangerAt?: number;
}

/** A thin meter with its meaning in words beside it, so that colour and length are never the only sign. */
export function Bar({ label, fraction, words, warnAt = 0.7, dangerAt = 0.9 }: Props) {
  const filled = Math.min(1, Math.max(0, fraction));
  const level = fraction >= dangerAt ? 'danger' : fraction >= warnAt ? 'warning' : 'fine';
  return (
    <div className="xc-bar">
      <div
        className="xc-bar-track"
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(filled * 100)}
        aria-valuetext={words}
      >
        <div className={`xc-bar-fill xc-${level}`} style={{ inlineSize: `${filled * 100}%` }} />
      </div>
      <span className="xc-bar-words">{words}</span>
    </div>
  );
}
