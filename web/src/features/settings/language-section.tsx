import { useMutation, useQuery } from '@tanstack/react-query';
import { call, type Language, meQuery } from '../../api/index.ts';
import { useTheme } from '../../app/theme.ts';
import { LANGUAGES, switchLanguage, useLanguage, useWords } from '../../app/words/index.ts';
import { Field, Segmented, Select, toastProblem } from '../../ui/index.ts';

/** The language of the studio and its mails, and its colours. Both change at once, without saving. */
export function LanguageSection() {
  const t = useWords();
  const language = useLanguage();
  const { theme, setTheme } = useTheme();
  const isPerson = Boolean(useQuery(meQuery).data?.user);
  const speak = useMutation({
    mutationFn: async (next: Language) => {
      await switchLanguage(next);
      if (isPerson) await call('updateMe', { body: { language: next } });
    },
    onError: toastProblem,
  });
  return (
    <div className="settings-form">
      <Field label={t('person.language')} help={t('me.languageHelp')}>
        <Select isForm value={language} onChange={(event) => speak.mutate(event.target.value as Language)}>
          {LANGUAGES.map(({ id, name }) => (
            <option key={id} value={id} lang={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <div className="field">
        <span className="label">{t('person.theme')}</span>
        <div>
          <Segmented
            label={t('person.theme')}
            value={theme}
            choices={(['system', 'dark', 'light'] as const).map((each) => ({ value: each, label: t(`theme.${each}`) }))}
            onChange={setTheme}
          />
        </div>
      </div>
    </div>
  );
}
