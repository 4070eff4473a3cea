import { useQueryClient } from '@tanstack/react-query';
import { type Me, meQuery } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { EntryPage } from './entry-page.tsx';
import { SecondStepSetUp } from './second-step-set-up.tsx';

/** An organization that asks for two-step sign-in, before a member without it: set up here, then go on. */
export function SecondStepRequired({ me }: { me: Me }) {
  const t = useWords();
  const client = useQueryClient();
  return (
    <EntryPage
      title={t('secondStep.required')}
      lead={t('secondStep.requiredLead', { name: me.organization?.name ?? '' })}
    >
      <SecondStepSetUp onDone={() => void client.invalidateQueries({ queryKey: meQuery.queryKey })} />
    </EntryPage>
  );
}
