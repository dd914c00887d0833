import { useSearchParams } from 'react-router';

/** A list's filter, kept in the address, so that a filtered list can be sent to a colleague. */
export function useFilter() {
  const [values, setValues] = useSearchParams();
  return {
    get: (name: string) => values.get(name) ?? '',
    set: (name: string, value: string) =>
      setValues(
        (known) => {
          if (value) known.set(name, value);
          else known.delete(name);
          return known;
        },
        { replace: true },
      ),
  };
}
