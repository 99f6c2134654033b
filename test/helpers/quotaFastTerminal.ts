// Loaded before `src/cli/main.js` of the tests' build (`node --require`): the terminal tool as it is,
// on a clock that is as many times as fast as the variable says.
import process from 'node:process';
import { systemClock } from '../../src/base/clock';
import { fastClock } from './quotaFastClock';

Object.assign(systemClock, fastClock(Number(process.env['DT_TEST_CLOCK_SPEED'])));
