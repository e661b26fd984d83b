program hog
  implicit none
  type block
    integer, allocatable :: data(:)
  end type block
  type(block) :: keep(100000)
  integer :: i
  do i = 1, 100000
    allocate (keep(i)%data(262144))
    keep(i)%data = i
  end do
  print *, keep(7)%data(7)
end program hog
