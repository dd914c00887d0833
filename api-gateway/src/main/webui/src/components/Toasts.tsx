import { Alert, AlertActionCloseButton, AlertGroup } from '@patternfly/react-core';
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';

interface Toast {
  variant: 'success' | 'info' | 'warning' | 'danger';
  title: string;
}

const Context = createContext<(toast: Toast) => void>(() => {});

export function ToastsProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<(Toast & { id: string })[]>([]);
  const add = useCallback(
    (toast: Toast) => setToasts((known) => [...known, { ...toast, id: crypto.randomUUID() }]),
    [],
  );
  const remove = (id: string) => setToasts((known) => known.filter((toast) => toast.id !== id));
  return (
    <Context.Provider value={add}>
      {children}
      <AlertGroup isToast isLiveRegion>
        {toasts.map((toast) => (
          <Alert
            key={toast.id}
            component="p"
            variant={toast.variant}
            title={toast.title}
            timeout={6_000}
            onTimeout={() => remove(toast.id)}
            actionClose={<AlertActionCloseButton title={toast.title} onClose={() => remove(toast.id)} />}
          />
        ))}
      </AlertGroup>
    </Context.Provider>
  );
}

export const useToasts = () => useContext(Context);
