import { ClipboardCopy } from '@patternfly/react-core';
import { Link } from 'react-router';
import { shortId } from '../format';

/** A link named by what people call it, or by the end of its id. */
export function To({ path, id, name }: { path: string; id: string; name?: string | undefined }) {
  return (
    <Link to={`${path}/${id}`} title={id}>
      {name ?? shortId(id)}
    </Link>
  );
}

/** To be copied; short, where only copying matters. */
export function CopyId({ id, label, short = false }: { id: string; label: string; short?: boolean }) {
  return (
    <ClipboardCopy
      isReadOnly
      variant="inline-compact"
      hoverTip={`Copy ${label}`}
      clickTip="Copied"
      isCode
      title={id}
      {...(short ? { onCopy: () => void navigator.clipboard.writeText(id) } : {})}
    >
      {short ? shortId(id) : id}
    </ClipboardCopy>
  );
}
