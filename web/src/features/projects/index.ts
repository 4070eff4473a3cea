export { ProjectPoster } from './project-card.tsx';
export { ProjectLength, ProjectStage } from './project-words.tsx';
export { ProjectsScreen } from './projects-screen.tsx';
export { ScopeFilter, useScope } from './scope-filter.tsx';
