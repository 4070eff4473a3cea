import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { type Product, productFilmsQuery } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Mono } from '../../ui/index.ts';
import { ProjectPoster } from '../projects/project-card.tsx';
import { ProjectLength, ProjectStage } from '../projects/project-words.tsx';

/** The films that show one of the product's files, newest first. */
export function ProductFilms({ product }: { product: Product }) {
  const t = useWords();
  const { data } = useQuery(productFilmsQuery(product.id));
  if (!data) return null;
  return (
    <section className="product-part" aria-labelledby="product-films">
      <div className="row">
        <h2 id="product-films" className="strong">
          {t('products.column.films')}
        </h2>
        {product.filmCount > 0 ? <Mono>{product.filmCount}</Mono> : null}
      </div>
      {data.items.length === 0 ? <p className="text-3">{t('product.noFilms')}</p> : null}
      <ul className="product-films">
        {data.items.map((project) => (
          <li key={project.id}>
            <Link href={`/film/${project.id}/storyboard`} className="product-open">
              <ProjectPoster project={project} />
              <span className="row small">
                <span className="strong cut grow" dir="auto">
                  {project.name}
                </span>
                <span className="text-3">
                  <ProjectLength project={project} />
                </span>
              </span>
              <span className="small text-3">
                <ProjectStage project={project} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
