import { ChevronsUpDown, Trash2, Undo2 } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { useLocation, useParams } from 'wouter';
import { type Brand, call } from '../../api/index.ts';
import { useMay } from '../../app/session.ts';
import { Screen } from '../../app/shell/index.ts';
import { useWords } from '../../app/words/index.ts';
import {
  Button,
  EmptyState,
  Field,
  Icon,
  IconButton,
  Menu,
  NameInput,
  Problem,
  showToast,
  toastProblem,
} from '../../ui/index.ts';
import { TemplateGrid } from '../product-templates/index.ts';
import { ConsentList } from '../safety/index.ts';
import { KitColours } from './kit-colours.tsx';
import { KitFonts } from './kit-fonts.tsx';
import { KitLogoIdeas } from './kit-logo-ideas.tsx';
import { KitMakers } from './kit-makers.tsx';
import { KitBadges, KitLogos } from './kit-pictures.tsx';
import { KitPreview } from './kit-preview.tsx';
import { KitUses } from './kit-uses.tsx';
import { KitWatermark } from './kit-watermark.tsx';
import { KitPrompts, KitWords } from './kit-words.tsx';
import { useKit, useLookRevision } from './use-kit.ts';
import './brands.css';

/** S22–S24: the whole kit of one brand, saved by itself, with live frames beside it. What waits to be saved is of one brand alone. */
export function KitScreen() {
  const { id = '' } = useParams<{ id: string }>();
  return <Kit key={id} id={id} />;
}

function Kit({ id }: { id: string }) {
  const t = useWords();
  const isHeld = !useMay('brands.write');
  const { kit, stored, brands, change, replace, undo, canUndo, state, flush } = useKit(id, { isHeld });
  const lookRevision = useLookRevision(stored);
  useUndoKey(undo);
  if (brands.error && !brands.data) return <Problem error={brands.error} onRetry={() => void brands.refetch()} />;
  if (!kit || !stored)
    return <Screen title={t('nav.brands')}>{brands.data ? <EmptyState sentence={t('brands.gone')} /> : null}</Screen>;
  const parts = { kit, change, replace, isHeld };
  return (
    <Screen
      title={kit.name || t('brands.unnamed')}
      beside={
        <>
          <BrandSwitch id={id} brands={brands.data?.items ?? []} />
          <span className="small text-3 kit-state" role="status">
            {isHeld ? t('kit.viewOnly') : t(`kit.state.${state}`)}
          </span>
        </>
      }
      actions={
        isHeld ? undefined : (
          <>
            <Button icon={Undo2} flipIcon disabled={!canUndo} onClick={undo}>
              {t('do.undo')}
            </Button>
            <HideButton id={id} name={kit.name} flush={flush} />
          </>
        )
      }
    >
      <div className="kit">
        <div className="kit-form">
          <KitUses id={id} revision={stored.revision} />
          <Section title={t('kit.identity')}>
            <Field label={t('brands.name')}>
              <NameInput maxLength={60} disabled={isHeld} value={kit.name} onName={(name) => change({ name })} />
            </Field>
            <KitLogos {...parts} />
          </Section>
          <Section title={t('logos.title')} help={t('logos.help')}>
            <KitLogoIdeas key={stored.id} kit={stored} />
          </Section>
          <Section title={t('kit.colours')}>
            <KitColours {...parts} />
          </Section>
          <Section title={t('kit.fonts')}>
            <KitFonts {...parts} />
          </Section>
          <Section title={t('kit.watermark')}>
            <KitWatermark {...parts} />
          </Section>
          <Section title={t('kit.badges')} help={t('kit.badgesHelp')}>
            <KitBadges {...parts} />
          </Section>
          <Section title={t('safety.consents')} help={t('kit.consentsHelp')}>
            <ConsentList />
          </Section>
          <Section title={t('kit.templates')} help={t('kit.templatesHelp')}>
            <TemplateGrid brandId={stored.id} isHeld={isHeld} />
          </Section>
          <Section title={t('kit.words')}>
            <KitWords {...parts} />
          </Section>
          <Section title={t('kit.makers')} help={t('kit.makersHelp')}>
            <KitMakers brandId={stored.id} isHeld={isHeld} />
          </Section>
          <Section title={t('kit.prompts')}>
            <KitPrompts {...parts} />
          </Section>
        </div>
        <KitPreview kit={kit} lookRevision={lookRevision} change={change} isHeld={isHeld} />
      </div>
    </Screen>
  );
}

/** From one brand's kit to another's; an organization with one brand has nothing to choose. */
function BrandSwitch({ id, brands }: { id: string; brands: readonly Brand[] }) {
  const t = useWords();
  const [, navigate] = useLocation();
  if (brands.length < 2) return null;
  return (
    <Menu
      className="button button-plain button-icon"
      label={t('brands.switch')}
      items={[
        ...brands.map((brand) => ({
          kind: 'action' as const,
          label: brand.name || t('brands.unnamed'),
          isChecked: brand.id === id,
          run: () => navigate(`/brands/${brand.id}/kit`),
        })),
        { kind: 'line' },
        { kind: 'action', label: t('brands.all'), run: () => navigate('/brands') },
      ]}
    >
      <Icon of={ChevronsUpDown} />
    </Menu>
  );
}

function Section({ title, help, children }: { title: string; help?: string; children: ReactNode }) {
  return (
    <section className="kit-section">
      <h2>{title}</h2>
      {help ? <p className="help">{help}</p> : null}
      {children}
    </section>
  );
}

/** Undo of the kit; a field that is being typed in keeps its own. */
function useUndoKey(undo: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
      if (isTyping || event.shiftKey || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return;
      event.preventDefault();
      undo();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [undo]);
}

function HideButton({ id, name, flush }: { id: string; name: string; flush: () => Promise<unknown> }) {
  const t = useWords();
  const [, navigate] = useLocation();
  const hide = async () => {
    await flush();
    await call('deleteBrand', { params: { id } });
    navigate('/brands');
    const restore = () => void call('restoreBrand', { params: { id } }).catch(toastProblem);
    showToast({ text: t('brands.hidden', { name }), undo: restore });
  };
  return <IconButton icon={Trash2} label={t('brands.hide')} onClick={() => void hide().catch(toastProblem)} />;
}
