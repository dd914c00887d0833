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

export function CopyId({ id, label }: { id: string; label: string }) {
  return (
    <ClipboardCopy isReadOnly variant="inline-compact" hoverTip={`Copy ${label}`} clickTip="Copied" isCode>
      {id}
    </ClipboardCopy>
  );
}
