import '@patternfly/react-core/dist/styles/base.css';
import './console.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { HashRouter } from 'react-router';
import { ApiProblem } from './api/client';
import { App } from './App';
import { SignInGate } from './auth/SignInGate';
import { ToastsProvider } from './components/Toasts';
import { EventsProvider } from './events/EventsProvider';
import { ThemeProvider } from './theme';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      // A refusal stays one; silence may end.
      retry: (count, failure) =>
        count < 2 && !(failure instanceof ApiProblem && failure.status >= 400 && failure.status < 500),
    },
  },
});

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no root');
createRoot(root).render(
  <StrictMode>
    <ThemeProvider>
      <SignInGate>
        {(name) => (
          <QueryClientProvider client={queries}>
            <ToastsProvider>
              <EventsProvider>
                {/* Pages behind '#': any plain file server can serve the console. */}
                <HashRouter>
                  <App name={name} />
                </HashRouter>
              </EventsProvider>
            </ToastsProvider>
          </QueryClientProvider>
        )}
      </SignInGate>
    </ThemeProvider>
  </StrictMode>,
);
