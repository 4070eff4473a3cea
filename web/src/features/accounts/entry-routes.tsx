import { Route, Switch } from 'wouter';
import { NotFound } from '../../app/not-found.tsx';
import { ForgotScreen, ResetScreen } from './forgot-screen.tsx';
import { InvitationScreen } from './invitation-screen.tsx';
import { NewOrganizationScreen } from './new-organization-screen.tsx';
import { RegisterScreen } from './register-screen.tsx';
import { SetupScreen } from './setup-screen.tsx';
import { SignInScreen } from './sign-in-screen.tsx';
import { VerifyScreen } from './verify-screen.tsx';

export function EntryRoutes() {
  return (
    <Switch>
      <Route path="/setup" component={SetupScreen} />
      <Route path="/login" component={SignInScreen} />
      <Route path="/register" component={RegisterScreen} />
      <Route path="/invite/:token" component={InvitationScreen} />
      <Route path="/forgot" component={ForgotScreen} />
      <Route path="/reset/:token" component={ResetScreen} />
      <Route path="/verify/:token" component={VerifyScreen} />
      <Route path="/organizations/new" component={NewOrganizationScreen} />
      <Route component={NotFound} />
    </Switch>
  );
}
