import { Redirect, useParams } from 'wouter';
import { useMay } from '../../app/session.ts';
import { useWords } from '../../app/words/index.ts';
import { BillingSection } from '../billing/index.ts';
import { BudgetsSection } from '../budgets/index.ts';
import { ServersSection } from '../comfy-servers/index.ts';
import { ModelsSection, ProvidersSection } from '../routing/index.ts';
import { SafetySection } from '../safety/index.ts';
import { ActivitySection } from './activity-section.tsx';
import { ApiKeysSection } from './api-keys-section.tsx';
import { MembersSection } from './members-section.tsx';
import { OrganizationSection } from './organization-section.tsx';
import { SettingsPage } from './settings-page.tsx';
import { WebhooksSection } from './webhooks/index.ts';

/** S37: settings of the organization; adding a section is one line here. */
export function SettingsScreen() {
  const t = useWords();
  const { section } = useParams<{ section?: string }>();
  const canKeys = useMay('api_keys.manage');
  const canWebhooks = useMay('webhooks.manage');
  const canConnect = useMay('connections.manage');
  const canAudit = useMay('audit.read');
  const canBudgets = useMay('budgets.manage');
  // Where the sessions stood before the person's own settings had a place of their own.
  if (section === 'sessions') return <Redirect to="/me/sessions" replace />;
  return (
    <SettingsPage
      title={t('nav.settings')}
      base="/settings"
      section={section}
      sections={[
        { id: 'organization', name: 'settings.organization', content: <OrganizationSection /> },
        { id: 'members', name: 'settings.members', content: <MembersSection /> },
        { id: 'billing', name: 'settings.billing', content: <BillingSection /> },
        { id: 'budgets', name: 'settings.budgets', content: <BudgetsSection />, isShown: canBudgets },
        { id: 'providers', name: 'settings.providers', content: <ProvidersSection />, isShown: canConnect },
        { id: 'servers', name: 'settings.servers', content: <ServersSection />, isShown: canConnect },
        { id: 'models', name: 'settings.models', content: <ModelsSection /> },
        { id: 'safety', name: 'settings.safety', content: <SafetySection /> },
        { id: 'api-keys', name: 'settings.api-keys', content: <ApiKeysSection />, isShown: canKeys },
        { id: 'webhooks', name: 'settings.webhooks', content: <WebhooksSection />, isShown: canWebhooks },
        { id: 'activity', name: 'settings.activity', content: <ActivitySection />, isShown: canAudit },
      ]}
    />
  );
}
