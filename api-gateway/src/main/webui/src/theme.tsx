import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';

export type Choice = 'system' | 'light' | 'dark';

const STORED = 'xenopolis.theme';
const Context = createContext<{ choice: Choice; dark: boolean; choose: (choice: Choice) => void }>({
  choice: 'system',
  dark: false,
  choose: () => {},
});

function stored(): Choice {
  const value = localStorage.getItem(STORED);
  return value === 'light' || value === 'dark' ? value : 'system';
}

/** Light or dark as the system says, unless the operator chose. */
export function ThemeProvider({ children }: { children: ReactNode }) {
  const [choice, setChoice] = useState<Choice>(stored);
  const [system, setSystem] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches);
  useEffect(() => {
    const media = matchMedia('(prefers-color-scheme: dark)');
    const changed = () => setSystem(media.matches);
    media.addEventListener('change', changed);
    return () => media.removeEventListener('change', changed);
  }, []);
  const dark = choice === 'system' ? system : choice === 'dark';
  useEffect(() => {
    document.documentElement.classList.toggle('pf-v6-theme-dark', dark);
  }, [dark]);
  const value = useMemo(
    () => ({
      choice,
      dark,
      choose: (next: Choice) => {
        localStorage.setItem(STORED, next);
        setChoice(next);
      },
    }),
    [choice, dark],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export const useTheme = () => useContext(Context);
