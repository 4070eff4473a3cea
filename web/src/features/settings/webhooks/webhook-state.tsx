import type { Webhook } from '../../../api/index.ts';
import { useFormat, useWords } from '../../../app/words/index.ts';
import { StatusMark } from '../../../ui/index.ts';

/** Query key of all webhooks; what belongs to one stands below it. */
export const WEBHOOKS = ['webhooks'];

export function WebhookState({ webhook }: { webhook: Webhook }) {
  const t = useWords();
  const format = useFormat();
  if (!webhook.isOn)
    return <StatusMark mark="cancelled">{t(`webhooks.off.${webhook.offReason ?? 'person'}`)}</StatusMark>;
  if (webhook.failingSince)
    return <StatusMark mark="failed">{t('webhooks.failing', { when: format.ago(webhook.failingSince) })}</StatusMark>;
  return <StatusMark mark="passed">{t('webhooks.on')}</StatusMark>;
}
