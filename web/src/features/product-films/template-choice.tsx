import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { productTemplatesQuery } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { type ProductDraft, TEMPLATES } from './draft.ts';

type Choice = Pick<ProductDraft, 'template' | 'templateId'>;

/** The four designs, then the organization's own copies of them. */
export function TemplateChoice({ chosen, onChange }: { chosen: Choice; onChange: (choice: Choice) => void }) {
  const t = useWords();
  const name = useId();
  const { data } = useQuery(productTemplatesQuery);
  const own = data?.items ?? [];
  return (
    <fieldset className="templates" aria-label={t('productFilm.template')}>
      {TEMPLATES.map((template) => (
        <label key={template} className="template">
          <input
            type="radio"
            name={name}
            checked={chosen.templateId === '' && chosen.template === template}
            onChange={() => onChange({ template, templateId: '' })}
          />
          <span className="strong">{t(`productFilm.template.${template}`)}</span>
          <span className="small text-2">{t(`productFilm.template.${template}.what`)}</span>
        </label>
      ))}
      {own.map((saved) => (
        <label key={saved.id} className="template">
          <input
            type="radio"
            name={name}
            checked={chosen.templateId === saved.id}
            onChange={() => onChange({ template: saved.kind, templateId: saved.id })}
          />
          <bdi className="strong cut">{saved.name}</bdi>
          <span className="small text-2">{t(`productFilm.template.${saved.kind}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}
