// Starts the small modules below; each watches the document, so swapped-in parts need no wiring.
import { startAnnouncing } from './announce.js';
import { startCopying } from './copy.js';
import { startDocuments } from './documents.js';
import { startDialogs } from './dialogs.js';
import { startImages } from './images.js';
import { startImporting } from './importing.js';
import { startKeyboard } from './keyboard.js';
import { startMenu } from './menu.js';
import { startTables } from './tables.js';
import { startTabs } from './tabs.js';
import { startTheme } from './theme.js';
import { startThemeEditor } from './looks.js';

for (const start of [startAnnouncing, startCopying, startDialogs, startDocuments, startImages, startImporting, startKeyboard, startMenu, startTables, startTabs, startTheme, startThemeEditor]) {
  start();
}
