import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { startHotkeys } from './app/hotkeys/index.ts';
import { startNativeFaults } from './app/native-faults.ts';
import { startTheme } from './app/theme.ts';
import { initialLanguage, laterWords, switchLanguage } from './app/words/index.ts';
import './ui/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/kit.css';
import './styles/shell.css';

startTheme();
startHotkeys();
startNativeFaults();
await switchLanguage(initialLanguage());
const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
void laterWords();
