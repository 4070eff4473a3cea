import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import { type Brand, brandsQuery, call } from '../../api/index.ts';
import { useMay } from '../../app/session.ts';
import { Screen } from '../../app/shell/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Button, EmptyState, Problem, toastProblem } from '../../ui/index.ts';
import './brands.css';

/** S22: every brand of the organization as its logo on its own ground. */
export function BrandsScreen() {
  const t = useWords();
  const [, navigate] = useLocation();
  const client = useQueryClient();
  const canWrite = useMay('brands.write');
  const brands = useQuery(brandsQuery);
  const items = brands.data?.items ?? [];
  const create = async () => {
    const made = await call('createBrand', { body: { name: t('brands.new') } });
    await client.invalidateQueries({ queryKey: brandsQuery.queryKey });
    navigate(`/brands/${made.id}/kit`);
  };
  const button = canWrite ? (
    <Button look="main" icon={Plus} onClick={() => void create().catch(toastProblem)}>
      {t('brands.new')}
    </Button>
  ) : null;
  return (
    <Screen title={t('nav.brands')} actions={items.length > 0 ? button : undefined}>
      {brands.error && !brands.data ? <Problem error={brands.error} onRetry={() => void brands.refetch()} /> : null}
      {brands.data && items.length === 0 ? <EmptyState sentence={t('brands.empty')}>{button}</EmptyState> : null}
      <ul className="brand-grid">
        {items.map((brand) => (
          <BrandCard key={brand.id} brand={brand} />
        ))}
      </ul>
    </Screen>
  );
}

function BrandCard({ brand }: { brand: Brand }) {
  const t = useWords();
  return (
    <li>
      <Link href={`/brands/${brand.id}/kit`} className="brand-card">
        <span className="brand-stage">
          {brand.logoUrl ? <img src={brand.logoUrl} alt="" /> : <bdi className="page-title">{brand.name}</bdi>}
        </span>
        <span className="brand-line">
          <bdi className="strong cut">{brand.name}</bdi>
          <span className="grow" />
          <span className="brand-swatches" aria-hidden="true">
            {brand.colours.slice(0, 5).map((colour) => (
              <i key={colour} style={{ background: colour }} />
            ))}
          </span>
        </span>
        <span className="small text-3">
          {t('brands.films', { count: brand.filmCount })}
          {brand.isSample ? ` · ${t('brands.sample')}` : ''}
        </span>
      </Link>
    </li>
  );
}
