import { ApiError } from '../../api/index.ts';
import { useMay } from '../../app/session.ts';
import { useWords } from '../../app/words/index.ts';
import { ButtonLink } from '../../ui/index.ts';

/** Where an owner or admin goes who was refused for money; others read in the sentence whom to ask. */
export function MoneyWayOut({ error }: { error: unknown }) {
  const t = useWords();
  const mayBudgets = useMay('budgets.manage');
  const mayBilling = useMay('billing.manage');
  const code = error instanceof ApiError ? error.code : '';
  if (code === 'budget.reached' && mayBudgets)
    return <ButtonLink href="/settings/budgets">{t('budgets.raise')}</ButtonLink>;
  if ((code === 'credits.insufficient' || code === 'credits.debt') && mayBilling)
    return <ButtonLink href="/settings/billing">{t('billing.open')}</ButtonLink>;
  return null;
}
