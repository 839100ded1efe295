import {testKills} from '../helpers/killed-run.js';

testKills(['--preset', 'microgpt', '--batch-size', '64', '--steps', '90000', '--val-split', '0.1', '--eval-every', '100', '--eval-documents', '100'], 1, 'all names');
