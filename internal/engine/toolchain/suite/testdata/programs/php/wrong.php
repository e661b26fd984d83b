<?php
echo "something else\n";
