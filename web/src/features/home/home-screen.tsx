import { useInfiniteQuery } from '@tanstack/react-query';
import { CornerDownLeft, Plus } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import { type Project, projectsQuery } from '../../api/index.ts';
import { useHotkeys } from '../../app/hotkeys/index.ts';
import { useMay } from '../../app/session.ts';
import { Screen } from '../../app/shell/index.ts';
import { useWords } from '../../app/words/index.ts';
import { ButtonLink, Icon, Problem } from '../../ui/index.ts';
import { DropAnywhere } from '../films/drop-anywhere.tsx';
import { useDroppedFiles } from '../films/dropped-files.ts';
import { ProjectLength, ProjectPoster, ProjectStage } from '../projects/index.ts';
import { FirstDay } from './first-day.tsx';
import { FreshStrip } from './fresh-strip.tsx';
import './home.css';
import { MakeRow } from './make-row.tsx';
import { NeedsYou } from './needs-you.tsx';
import { RunningNow } from './running-now.tsx';
import { VerifyNotice } from './verify-notice.tsx';
import { WeekFigures } from './week-figures.tsx';

/** S05: pick up where one left off in one press. */
export function HomeScreen() {
  const t = useWords();
  const canMake = useMay('projects.create');
  const projects = useInfiniteQuery(projectsQuery);
  const current =
    projects.data?.pages.flatMap((page) => page.items).filter(({ archivedAt }) => archivedAt === null) ?? [];
  const isFirstDay = projects.data !== undefined && current.length === 0;
  const newFilm = (
    <ButtonLink icon={Plus} href="/projects/new/film" keyHint="C">
      {t('nav.newFilm')}
    </ButtonLink>
  );
  const [, navigate] = useLocation();
  const screen = (
    <Screen title={t('nav.home')} actions={canMake && !isFirstDay ? newFilm : undefined}>
      <VerifyNotice />
      {projects.error && !projects.data ? (
        <Problem error={projects.error} onRetry={() => void projects.refetch()} />
      ) : null}
      {isFirstDay ? <FirstDay canMake={canMake} /> : null}
      {current.length > 0 ? (
        <div className="home">
          <Continue projects={current.slice(0, 3)} />
          <NeedsYou />
          <RunningNow />
          {canMake ? <MakeRow /> : null}
          <FreshStrip />
          <WeekFigures />
        </div>
      ) : null}
    </Screen>
  );
  if (!canMake) return screen;
  return (
    <DropAnywhere
      onFiles={(files) => {
        useDroppedFiles.setState({ files });
        navigate('/projects/new/film');
      }}
    >
      {screen}
    </DropAnywhere>
  );
}

function Continue({ projects }: { projects: Project[] }) {
  const t = useWords();
  const [, navigate] = useLocation();
  const [hero, ...others] = projects;
  useHotkeys([
    {
      keys: 'enter',
      label: t('home.continueFilm'),
      scope: 'screen',
      run: () => hero && navigate(`/film/${hero.id}/storyboard`),
    },
  ]);
  if (!hero) return null;
  return (
    <section className={others.length > 0 ? 'continue' : 'continue continue-single'} aria-labelledby="home-continue">
      <h2 id="home-continue" className="section-title">
        {t('home.continue')}
      </h2>
      <article className="continue-hero">
        <Link href={`/film/${hero.id}/storyboard`} className="continue-poster frame" aria-label={hero.name}>
          <ProjectPoster project={hero} />
        </Link>
        <div className="continue-caption">
          <div className="grow">
            <h3 className="title cut" dir="auto">
              {hero.name}
            </h3>
            <p className="home-meta">
              <span>
                {t('home.film')} <ProjectLength project={hero} />
              </span>
              <ProjectStage project={hero} />
              {hero.isSample ? <span className="chip">{t('project.sample')}</span> : null}
            </p>
          </div>
          <Link className="button button-main button-form" href={`/film/${hero.id}/storyboard`}>
            {t('home.continueFilm')}
            <Icon of={CornerDownLeft} flip />
          </Link>
        </div>
      </article>
      {others.length > 0 ? (
        <div className="continue-side">
          {others.map((project) => (
            <article key={project.id}>
              <Link href={`/film/${project.id}/storyboard`} aria-label={project.name}>
                <ProjectPoster project={project} />
              </Link>
              <div className="continue-small">
                <h3 className="strong cut" dir="auto">
                  {project.name}
                </h3>
                <span className="home-meta end">
                  <ProjectLength project={project} />
                  <ProjectStage project={project} />
                </span>
              </div>
            </article>
          ))}
        </div>
      ) : null}
    </section>
  );
}
