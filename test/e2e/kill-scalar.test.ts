import {testKills} from '../helpers/killed-run.js';

testKills(['--preset', 'chapter7', '--engine', 'scalar', '--batch-size', '4', '--steps', '90000'], 3, 'few names');
