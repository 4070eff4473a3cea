import type { ProviderFacts } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Field, TextInput } from '../../ui/index.ts';
import { LimitFields, type LimitTexts } from './limit-fields.tsx';

/** What few people change: limits below the vendor's own, and a gateway in between. Folded until it is wanted. */
export function MoreFields({
  provider,
  limits,
  onLimits,
  baseUrl,
  onBaseUrl,
  error,
}: {
  provider: ProviderFacts;
  limits: LimitTexts;
  onLimits: (limits: LimitTexts) => void;
  baseUrl: string;
  onBaseUrl: (address: string) => void;
  error: string | undefined;
}) {
  const t = useWords();
  return (
    <details className="connection-more">
      <summary>{t('connections.more')}</summary>
      <div className="connection-more-fields">
        <LimitFields value={limits} onChange={onLimits} />
        <Field label={t('connections.address')} help={t('connections.addressHelp')} error={error}>
          <TextInput
            isForm
            type="url"
            dir="ltr"
            placeholder={provider.baseUrl}
            value={baseUrl}
            onChange={(event) => onBaseUrl(event.target.value)}
          />
        </Field>
      </div>
    </details>
  );
}
