import { after } from 'node:test';
import { endSession } from './session.ts';
// One server and one browser serve both: the first question about a workspace takes the longest.
import './pages.ts';
import './journeys.ts';

after(endSession);
