import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { type Me, meQuery } from '../../api/index.ts';
import { useSignOut } from '../../app/shell/menus.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, toastProblem } from '../../ui/index.ts';
import { EntryPage } from './entry-page.tsx';
import { SecondStepSetUp } from './second-step-set-up.tsx';

/** An organization that asks for two-step sign-in, before a member without it: set up here, then go on. */
export function SecondStepRequired({ me }: { me: Me }) {
  const t = useWords();
  const client = useQueryClient();
  const leave = useSignOut();
  const others = me.memberships.filter(({ organizationId }) => organizationId !== me.organization?.id);
  return (
    <EntryPage
      title={t('secondStep.required')}
      lead={t('secondStep.requiredLead', { name: me.organization?.name ?? '' })}
    >
      <SecondStepSetUp onDone={() => void client.invalidateQueries({ queryKey: meQuery.queryKey })} />
      <p className="entry-foot">
        {others.map(({ organizationId, organizationName }) => (
          <Link key={organizationId} href={`~/o/${organizationId}/`}>
            {t('secondStep.other', { name: organizationName })}
          </Link>
        ))}
        <Button look="plain" onClick={() => void leave().catch(toastProblem)}>
          {t('person.signOut')}
        </Button>
      </p>
    </EntryPage>
  );
}
