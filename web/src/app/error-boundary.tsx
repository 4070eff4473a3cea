import { Component, type ReactNode } from 'react';
import { Button } from '../ui/index.ts';
import { words } from './words/index.ts';

type Props = { children: ReactNode; resetKey?: string };
type State = { error: Error | undefined; resetKey: string | undefined };

/** Catches a screen that failed to draw; the rest of the app keeps working. Going elsewhere clears it. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: undefined, resetKey: this.props.resetKey };

  static getDerivedStateFromError(error: Error): Partial<State> {
    return { error };
  }

  static getDerivedStateFromProps(props: Props, state: State): Partial<State> | null {
    return props.resetKey === state.resetKey ? null : { error: undefined, resetKey: props.resetKey };
  }

  override render(): ReactNode {
    if (!this.state.error) return this.props.children;
    return (
      <main className="empty frame" role="alert">
        <p>{words('error.screen')}</p>
        <div className="row">
          <Button look="main" onClick={() => this.setState({ error: undefined })}>
            {words('do.tryAgain')}
          </Button>
          <Button onClick={() => location.reload()}>{words('do.reload')}</Button>
        </div>
        <details>
          <summary className="small text-3">{words('problem.details')}</summary>
          <pre className="small" dir="ltr">
            {this.state.error.message}
          </pre>
        </details>
      </main>
    );
  }
}
