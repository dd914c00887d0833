import { Button } from '@patternfly/react-core';
import { useMutation } from '@tanstack/react-query';
import { answered, api } from '../api/client';
import { useToasts } from '../components/Toasts';

/** The fleet as it is now as a file, for ./xeno plan --cluster. */
export function SaveFleet() {
  const toast = useToasts();
  const save = useMutation({
    mutationFn: () => answered(api.GET('/operator/v1/cluster-snapshot')),
    onSuccess: (fleet) => {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([JSON.stringify(fleet, null, 2)], { type: 'application/json' }));
      link.download = `fleet-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.json`;
      link.click();
      URL.revokeObjectURL(link.href);
    },
    onError: (failure) => toast({ variant: 'danger', title: failure.message }),
  });
  return (
    <Button variant="link" isLoading={save.isPending} isDisabled={save.isPending} onClick={() => save.mutate()}>
      Save the fleet as a file
    </Button>
  );
}
